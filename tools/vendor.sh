#!/bin/sh
# Fetches the browser files named in package-lock.json and copies what the program
# embeds to web/vendor, after comparing with web/vendor.sha256.
#
#   tools/vendor.sh           what the program needs
#   tools/vendor.sh --dev     also what the browser tests need (node_modules stays)
set -eu
cd "$(dirname "$0")/.."

die() {
	printf 'vendor: %s\n' "$*" >&2
	exit 1
}

case "${1-}" in
'') omit=--omit=dev ;;
--dev) omit= ;;
*) die "unknown argument $1; the only one is --dev" ;;
esac

whole() {
	(cd web/vendor 2>/dev/null && sha256sum --check --status --strict ../vendor.sha256 2>/dev/null)
}

# Nothing to fetch when it is all there: an update of the program works without a network.
if [ -n "$omit" ] && whole; then
	exit 0
fi
if [ -z "$omit" ] && whole && [ -d node_modules/axe-core ] && [ -d node_modules/playwright-core ]; then
	exit 0
fi

command -v npm >/dev/null 2>&1 ||
	die "npm is missing. Install it (apt-get install npm), or copy web/vendor from a machine that has it."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086  # an empty $omit is no argument
npm ci --ignore-scripts --no-audit --no-fund $omit >"$log" 2>&1 || {
	cat "$log" >&2
	die "npm could not fetch the packages. Is the network, or the npm proxy, reachable?"
}

mkdir -p web/vendor
cp node_modules/htmx.org/dist/htmx.min.js web/vendor/htmx.min.js
cp node_modules/htmx.org/LICENSE web/vendor/htmx.LICENSE.txt
cp node_modules/modern-normalize/modern-normalize.css web/vendor/modern-normalize.css
cp node_modules/modern-normalize/license web/vendor/modern-normalize.LICENSE.txt
chmod 644 web/vendor/*
whole || {
	(cd web/vendor && sha256sum --check ../vendor.sha256) >&2 || true
	die "a fetched file is not the one that web/vendor.sha256 names; nothing should be built from it."
}
