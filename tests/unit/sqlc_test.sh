#!/bin/sh
# Mistakes in sql/ stop the build with file, line and reason.
#
#     sqlc_test.sh PATH_OF_SQLC
set -u
sqlc=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
failed=0

run() {
	"$sqlc" "$dir/sql" "$dir/out.d" "$dir/out.c" "$dir/sql_a.h" 2>"$dir/err"
}

fresh() {
	rm -rf "$dir/sql"
	mkdir -p "$dir/sql/migrations"
}

# refuses LINE WORDS: standard input is a statement file that must be refused so.
refuses() {
	fresh
	cat >"$dir/sql/a.sql"
	judge "$dir/sql/a.sql:$1: $2"
}

# The same for a first migration.
refuses_migration() {
	fresh
	cat >"$dir/sql/migrations/0001_first.sql"
	judge "$dir/sql/migrations/0001_first.sql:$1: $2"
}

judge() {
	if run; then
		echo "FAILED: accepted, but wanted: $1"
		failed=1
	elif ! grep -qF -- "$1" "$dir/err"; then
		echo "FAILED: wanted: $1"
		echo "        got: $(cat "$dir/err")"
		failed=1
	fi
}

refuses 3 'unknown parameter :idd' <<'X'
-- name: a one
-- out: id int
SELECT 1 WHERE 1 = :idd;
X
refuses 1 'parameter id is not used' <<'X'
-- name: a one
-- in: id int
-- out: id int
SELECT 1 -- WHERE x = :id
;
X
refuses 4 'a is also in' <<'X'
-- name: a one
-- out: id int
SELECT 1;
-- name: a one
-- out: id int
SELECT 1;
X
refuses 2 "unknown type 'number' of id" <<'X'
-- name: a one
-- out: id number
SELECT 1;
X
refuses 1 "'-- out:' is missing" <<'X'
-- name: a many
SELECT 1;
X
refuses 1 "this mode has no '-- out:'" <<'X'
-- name: a exec
-- out: id int
DELETE FROM a;
X
refuses 1 "'personById' is no name in lower_snake" <<'X'
-- name: personById one
-- out: id int
SELECT 1;
X
refuses 2 "'default' is no name in lower_snake" <<'X'
-- name: a one
-- out: default int
SELECT 1;
X
refuses 2 'id stands twice' <<'X'
-- name: a one
-- out: id int, id int
SELECT 1, 2;
X
refuses 1 "'some' is not one of one, many, each, exec, id" <<'X'
-- name: a some
SELECT 1;
X
refuses 1 'a statement that writes is exec, id' <<'X'
-- name: a one
-- out: id int
UPDATE a SET b = 1 RETURNING id;
X
refuses 1 'this mode is for statements that write' <<'X'
-- name: a exec
SELECT 1;
X
refuses 1 'a statement is SELECT' <<'X'
-- name: a exec
DROP TABLE a;
X
refuses 4 'SQL after the end of the statement' <<'X'
-- name: a one
-- out: id int
SELECT 1;
DELETE FROM a;
X
refuses 3 'write parameters as :name' <<'X'
-- name: a one
-- out: id int
SELECT ?1;
X
refuses 3 'quote without end' <<'X'
-- name: a one
-- out: id int
SELECT 'it;
X
refuses 3 'parentheses do not match' <<'X'
-- name: a one
-- out: id int
SELECT (1;
X
refuses 1 'give one text for both engines or one for each' <<'X'
-- name: a one
-- out: id int
-- sqlite:
SELECT 1;
X
refuses 1 'a has no SQL' <<'X'
-- name: a one
-- out: id int
X
refuses 1 'SQL without a' <<'X'
SELECT 1;
X
refuses 1 "'-- in:' without a '-- name:'" <<'X'
-- in: id int
SELECT 1;
X
refuses 2 "'-- filter:' does not belong here" <<'X'
-- name: a one
-- filter: id int: a.id = :id
SELECT 1;
X
refuses 3 'unknown parameter :other' <<'X'
-- list: a
-- out: id int
-- filter: id int: a.id = :other
-- order: id: a.id int
SELECT a.id FROM a;
X
refuses 1 "a list needs an '-- order:'" <<'X'
-- list: a
-- out: id int
SELECT a.id FROM a;
X
refuses 4 'a list knows no ORDER' <<'X'
-- list: a
-- out: id int
-- order: id: a.id int
SELECT a.id FROM a ORDER BY a.id;
X
refuses 4 'a list needs a FROM' <<'X'
-- list: a
-- out: id int
-- order: id: a.id int
SELECT (SELECT a.id FROM a);
X
refuses 3 'a scope is written' <<'X'
-- list: a
-- out: id int
-- scope: office=a.id
-- order: id: a.id int
SELECT a.id FROM a;
X
refuses_migration 1 'unknown {{number}}' <<'X'
CREATE TABLE a (id {{number}});
X
refuses_migration 2 '{{files}} belongs into a section' <<'X'
-- A comment.
CREATE TABLE {{files}}a (id {{int}});
X
refuses_migration 2 'in the section `-- files:` write CREATE ... IF NOT EXISTS' <<'X'
-- files:
CREATE TABLE {{files}}a (id {{int}});
X
refuses_migration 1 '{{ without }}' <<'X'
CREATE TABLE a (id {{int);
X
fresh
: >"$dir/sql/migrations/0002_second.sql"
judge 'migration 0001 is missing'
fresh
: >"$dir/sql/migrations/first.sql"
judge 'a migration is called NNNN_name.sql'

# What is right is accepted, and the list of read files names folder and file.
fresh
printf -- '-- name: a one\n-- out: id int\nSELECT 1;\n' >"$dir/sql/a.sql"
if ! run || ! grep -qF " $dir/sql/a.sql" "$dir/out.d" || ! grep -q 'enum rc sql_a(' "$dir/sql_a.h"; then
	echo "FAILED: a right file: $(cat "$dir/err")"
	failed=1
fi
exit $failed
