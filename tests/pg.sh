#!/bin/sh
# A throw-away PostgreSQL for tests, on a loopback port and a socket of its own.
#
#     eval "$(tests/pg.sh start)"     sets THIDUA_TEST_PG
#     tests/pg.sh restart             as after a crash
#     tests/pg.sh stop                ends it and removes its folder
#
# THIDUA_TEST_PG_DIR names the folder (default: thidua-pg-<uid> in memory, where a new
# database takes 40 ms instead of 300, or in /tmp). PostgreSQL refuses to run as root,
# so root hands it to the account postgres.
set -eu

base=/tmp
# A container may have only 64 MB there.
[ "$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print int($4 / 1048576) }')" -ge 1 ] 2>/dev/null &&
	base=/dev/shm
dir=${THIDUA_TEST_PG_DIR:-$base/thidua-pg-$(id -u)}
bin=
for d in /usr/lib/postgresql/*/bin; do
	[ -x "$d/initdb" ] && bin=$d
done
[ -n "$bin" ] || { echo "pg.sh: no PostgreSQL in /usr/lib/postgresql" >&2; exit 1; }

as_server() {
	if [ "$(id -u)" = 0 ]; then
		(cd / && setpriv --reuid=postgres --regid=postgres --init-groups "$@")
	else
		"$@"
	fi
}

address() {
	echo "export THIDUA_TEST_PG=postgresql://thidua@127.0.0.1:$(cat "$dir/port")/postgres"
}

free_port() {
	port=$((40000 + $$ % 20000))
	while ss -Hltn "sport = :$port" 2>/dev/null | grep -q .; do
		port=$((port + 1))
	done
	echo "$port"
}

start() {
	if [ -f "$dir/port" ] && as_server "$bin/pg_ctl" -D "$dir/data" status >/dev/null 2>&1; then
		address
		return
	fi
	rm -rf "$dir"
	mkdir -m 0755 "$dir"
	[ "$(id -u)" = 0 ] && chown postgres: "$dir"
	as_server "$bin/initdb" -D "$dir/data" -U thidua -A trust -E UTF8 --locale=C -N >"$dir/log" 2>&1 ||
		{ cat "$dir/log" >&2; exit 1; }
	port=$(free_port)
	# Nothing here has to outlive a crash. What is vacuumed would write values into a log that one test reads.
	as_server "$bin/pg_ctl" -D "$dir/data" -l "$dir/data/server.log" -w -t 30 -o "-p $port -k $dir \
		-c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
		-c max_connections=400 -c autovacuum=off -c shared_buffers=64MB" start >>"$dir/log" 2>&1 ||
		{ cat "$dir/log" "$dir/data/server.log" >&2; exit 1; }
	echo "$port" >"$dir/port"
	address
}

stop() {
	[ -d "$dir/data" ] || return 0
	as_server "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop >/dev/null 2>&1 || true
	rm -rf "$dir"
}

restart() {
	as_server "$bin/pg_ctl" -D "$dir/data" -l "$dir/data/server.log" -m immediate -w -t 30 restart >/dev/null
}

case ${1:-} in
start) start ;;
restart) restart ;;
stop) stop ;;
*) echo "usage: tests/pg.sh start|restart|stop" >&2; exit 2 ;;
esac
