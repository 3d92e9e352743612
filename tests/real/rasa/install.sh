#!/bin/sh
# Installs Rasa into a folder and trains the shop's bot there: install.sh build/real/rasa
# Rasa 3.6 needs Python 3.10. One on the path or of pyenv is taken; else uv brings its own.
set -eu
into=$1
here=$(cd "$(dirname "$0")" && pwd)
python=""
for one in python3.10 "$HOME"/.pyenv/versions/3.10.*/bin/python; do
	if "$one" -c 'import venv, ensurepip' 2>/dev/null; then python=$one; fi
done
if [ -z "$python" ]; then
	.venv/bin/python -m pip install --quiet uv
	.venv/bin/uv python install 3.10 || {
		echo "Rasa needs Python 3.10, and neither pyenv nor uv has one; leave the slow proof out" \
			"with: make test-real NOT=rasa" >&2
		exit 1
	}
	python=$(.venv/bin/uv python find 3.10)
fi
"$python" -m venv "$into"
"$into/bin/python" -m pip install --quiet rasa==3.6.21 rasa-sdk==3.6.2
RASA_TELEMETRY_ENABLED=false RASA_CACHE_DIRECTORY="$into/cache" \
	"$into/bin/python" -m rasa train --config "$here/config.yml" --domain "$here/domain.yml" \
	--data "$here/data" --out "$into/models" --fixed-model-name shop >"$into/training.txt" 2>&1 || {
	cat "$into/training.txt" >&2
	exit 1
}
