#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make data/places/cities.tsv and admin1.tsv from the GeoNames data in Debian's libgeonames0 and libgeonames-common.

Run by developers when the packages change; the tables are committed. Usage:
    apt-get download libgeonames0 libgeonames-common
    for d in libgeonames*.deb; do dpkg-deb -x "$d" unpacked; done
    tools/lexicon/geonames.py unpacked data/places
The cities (those of 15,000 people and more, and seats of first-level divisions) are a GVariant a(sssssssudd) in the library's
resource section; English names of cities and divisions are in the locale's message file, keyed by GeoNames id or CC.ADM1.
"""
import argparse
import collections
import gettext
import glob
import json
import os
import struct
import subprocess
import sys
import unicodedata

# Common words of bodies' names and of headlines: towns of these names are not looked for.
COMMON = set("Police Federal Mission Central Alliance Republic Of Most Much Best Date Goes Buy Same Young Along Independence".split())
RESOURCE = "/com/lomiri/geonames/cities.compiled"
ISO = "/usr/share/iso-codes/json/iso_3166-1.json"
HEAD = """# {what}
# Made by tools/lexicon/geonames.py from Debian's libgeonames0/libgeonames-common; do not edit: corrections go to regions.tsv.
# Data: GeoNames (geonames.org), licence CC BY 4.0. See README.md.
# name\tother names (;)\tcountry\tfirst-level division\tlatitude\tlongitude\tpopulation
"""


def rows(blob):
    """The tuples of a serialised a(sssssssudd): id, name, adm1 code, adm1 name, iso2, country, zone, population, lat, lon."""
    width = 1 if len(blob) < 256 else 2 if len(blob) < 65536 else 4
    table = int.from_bytes(blob[-width:], "little")
    start = 0
    for at in range(table, len(blob), width):
        end = int.from_bytes(blob[at:at + width], "little")
        start = (start + 7) & ~7
        pos, text = start, []
        for _ in range(7):
            stop = blob.index(b"\0", pos)
            text.append(blob[pos:stop].decode("utf-8"))
            pos = stop + 1
        pos = (pos - start + 3 & ~3) + start
        population, = struct.unpack_from("<I", blob, pos)
        pos = (pos + 4 - start + 7 & ~7) + start
        lat, lon = struct.unpack_from("<dd", blob, pos)
        yield (*text, population, lat, lon)
        start = end


def plain(s):
    """The name without marks: Ta'if for Ţā'if."""
    s = s.translate(str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "ʿ": "'", "ʾ": "'", "ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "Ae", "ə": "a", "Ə": "A"}))
    return "".join(c for c in unicodedata.normalize("NFD", s) if not unicodedata.combining(c))


def others(first, *names):
    """The other spellings, each once, without the first."""
    seen, out = {first}, []
    for n in names:
        for form in (n, plain(n)):
            if form and form not in seen and ";" not in form:
                seen.add(form)
                out.append(form)
    return "; ".join(out)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("unpacked", help="folder into which both packages were unpacked")
    ap.add_argument("out", help="folder to write to")
    args = ap.parse_args()
    libs = [p for p in glob.glob(os.path.join(args.unpacked, "**", "libgeonames.so.*"), recursive=True) if not os.path.islink(p)]
    catalogs = glob.glob(os.path.join(args.unpacked, "**", "locale", "en", "LC_MESSAGES", "geonames.mo"), recursive=True)
    if len(libs) != 1 or len(catalogs) != 1:
        print(f"geonames.py: no libgeonames or no English names below {args.unpacked}", file=sys.stderr)
        return 1
    blob = subprocess.run(["gresource", "extract", libs[0], RESOURCE], check=True, stdout=subprocess.PIPE).stdout
    with open(catalogs[0], "rb") as f:
        english = gettext.GNUTranslations(f)._catalog
    with open(ISO, encoding="utf-8") as f:
        alpha3 = {r["alpha_2"]: r["alpha_3"] for r in json.load(f)["3166-1"]}
    alpha3["XK"] = "XKX"

    cities, divisions = [], collections.defaultdict(list)
    for gid, name, code, adm1, iso2, _, _, population, lat, lon in rows(blob):
        first = english.get(gid) or name
        division = english.get(f"{iso2}.{code}") or adm1
        country = alpha3[iso2]
        if first in COMMON:
            continue
        cities.append((country, -population, first, others(first, plain(first), name), division, f"{lat:.3f}", f"{lon:.3f}"))
        if division:
            divisions[(country, division, adm1)].append((population or 1, lat, lon))
    cities.sort()
    with open(os.path.join(args.out, "cities.tsv"), "w", encoding="utf-8") as f:
        f.write(HEAD.format(what="Cities of 15,000 people and more, and seats of first-level divisions."))
        for country, population, first, other, division, lat, lon in cities:
            f.write("\t".join((first, other, country, division, lat, lon, str(-population) if population else "")) + "\n")
    with open(os.path.join(args.out, "admin1.tsv"), "w", encoding="utf-8") as f:
        f.write(HEAD.format(what="First-level divisions; the position is that of their cities, weighted by people, to place a mention roughly."))
        for (country, division, adm1), points in sorted(divisions.items()):
            people = sum(p for p, _, _ in points)
            lat = sum(p * a for p, a, _ in points) / people
            lon = sum(p * o for p, _, o in points) / people
            f.write("\t".join((division, others(division, plain(division), adm1, *shorter(division)), country, division, f"{lat:.2f}", f"{lon:.2f}", "")) + "\n")
    print(f"{len(cities)} cities, {len(divisions)} divisions")
    return 0


# A word that names a direction or nothing names no place by itself; a division that is called so gets its kind of division added by hand.
DIRECTIONS = {"North", "South", "East", "West", "Central", "Northern", "Southern", "Eastern", "Western", "North-Western", "Centre", "Est", "Nord",
              "Sud", "Ouest", "Capital", "Unity", "North Western", "North Central", "Upper East", "Upper West"}


def shorter(division):
    """Homs for Homs Governorate: the name without the word for the kind of division, where a name is left."""
    for word in ("Governorate", "Province", "Oblast", "District", "Region", "County", "Department", "Prefecture", "State", "Canton", "Division",
                 "Municipality", "Voivodeship", "Krai", "Republic", "Parish"):
        if division.endswith(" " + word) and division[:-len(word) - 1] not in DIRECTIONS:
            yield division[:-len(word) - 1]
    for word in ("State of ", "Province of ", "Republic of ", "Region of "):
        if division.startswith(word):
            yield division[len(word):]


if __name__ == "__main__":
    sys.exit(main())
