cd /tmp/wt/store
for t in test_store test_store_brief test_export; do build/release/tests/$t 2>&1 | grep -vE "^\[ RUN|OK" | tail -12; done
rm -f tmp/m.db*
cp tmp/v1.db tmp/m.db; for k in events claims statements reports; do for f in table csv jsonl; do build/release/demarche $k tmp/m.db -f $f > tmp/m.$k.$f && cmp tmp/m.$k.$f tmp/v1.$k.$f; done; done; sqlite3 tmp/m.db "pragma foreign_key_check; pragma integrity_check; select * from schema_version; select * from codings; select count(*) from actors; select count(*) from events"; date
