#!/bin/sh
# Installs the real systems that install quickly, all at once, and plays their quick proofs.
#
# A system that cannot be installed is told and left out. In CI that is an error, unless the
# machine has no npm, or npm's registry does not answer: then there is nothing to prove it on.
set -u
cd "$(dirname "$0")/../.."
quick="botframework helpdesk gradio"
log=build/real/installing.txt
mkdir -p build/real

goals=""
for system in $quick; do goals="$goals real-$system"; done
# shellcheck disable=SC2086
MAKEFLAGS="" make --keep-going --jobs=3 $goals >"$log" 2>&1

npm_answers() {
	command -v npm >/dev/null && npm view botbuilder@4.23.3 version >/dev/null 2>&1
}

files=""
failed=0
for system in $quick; do
	if [ -e "build/real/$system/.ready" ]; then
		files="$files tests/real/test_$system.py"
		continue
	fi
	echo "$system could not be installed and is not proved here; $log says why" >&2
	if [ -n "${CI:-}" ] && { [ "$system" != botframework ] || npm_answers; }; then
		tail -n 20 "$log" >&2
		failed=1
	fi
done
# shellcheck disable=SC2086
[ -z "$files" ] || .venv/bin/python -m pytest -m "real and quick" -n 3 $files || failed=1
exit $failed
