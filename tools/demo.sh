#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# make demo: codes the newsroom into demo.db and prints the brief. tools/demo.sh PROGRAM
set -eu
cd "$(dirname "$0")/.."
demarche=$1
rm -f demo.db demo.db-wal demo.db-shm
# One of the reports is in French and is refused: the others are done, and the exit status says that one was not.
"$demarche" add demo.db newsroom/*.txt newsroom/*.html newsroom/*.jsonl || [ $? = 1 ]
echo
"$demarche" brief demo.db
cat <<END

The reports are in newsroom/, their record is in demo.db. Where to look next:
  $demarche events demo.db --type REJECT
  $demarche claims demo.db --kind killed
  $demarche statements demo.db --actor RUS
  $demarche code newsroom/2012-01-30-moscow-offer.txt
  $demarche explain "Iran has offered to host talks between the government and the opposition."
END
