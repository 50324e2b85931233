# To be read by other scripts.

# Put the locked uv into a folder with a `pip install`, and have it use the index, the certificate and a cache
# of its own: fetch_uv FOLDER PIP INSTALL...
fetch_uv() {
  local folder=$1 index
  shift
  "$@" --require-hashes --target "$folder" -r requirements/uv.txt 2>/dev/null || return 1
  # It knows nothing of what pip is told.
  index=${PIP_INDEX_URL:-$("$1" -m pip config get global.index-url 2>/dev/null || true)}
  [ -z "$index" ] || export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$index}"
  [ -z "${PIP_CERT:-}" ] || export SSL_CERT_FILE="${SSL_CERT_FILE:-$PIP_CERT}"
  export UV_CACHE_DIR="$PWD/$folder/cache"
}
