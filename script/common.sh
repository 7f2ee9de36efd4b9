# shellcheck shell=bash
# Shared by the scripts beside it: sourced, by bash, with the root of the tree as working directory.

say() { printf '\n== %s\n' "$*"; }

stop() {
  printf '%s: %s\n' "$0" "$*" >&2
  exit 2
}

# missing_packages GROUP...: what script/packages lists for the groups and this machine lacks.
missing_packages() {
  local group package check
  while read -r group package check; do
    [[ " $* " == *" $group "* ]] || continue
    if [ -n "$check" ] && bash -c "$check" >/dev/null 2>&1 </dev/null; then continue; fi
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] && continue
    echo "$package"
  done < <(grep -v '^#' script/packages) | sort -u
}

# install_packages GROUP...: installs what is missing with apt-get, and says what.
install_packages() {
  command -v dpkg-query >/dev/null || stop "this is not Debian (no dpkg): install what script/packages lists by hand"
  local missing
  missing=$(missing_packages "$@" | tr '\n' ' ')
  [ -n "$missing" ] || return 0
  say "Installing with apt-get: $missing"
  [ "$(id -u)" = 0 ] || stop "needs root to install: run it as root, or first: sudo apt-get install $missing"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q || stop "apt-get update failed: is there a network, and are the sources in /etc/apt right?"
  # shellcheck disable=SC2086
  apt-get install -q -y --no-install-recommends $missing || stop "apt-get could not install: $missing"
}

# build PRESET [TARGET [CMAKE-ARGUMENT...]]: configures and builds, quietly unless it fails.
build() {
  local preset=$1 log=build/$1.log
  mkdir -p build
  if command -v ccache >/dev/null; then
    export CMAKE_C_COMPILER_LAUNCHER=ccache CMAKE_CXX_COMPILER_LAUNCHER=ccache
  fi
  say "Building preset $preset"
  if cmake --preset "$preset" "${@:3}" >"$log" 2>&1 &&
      cmake --build --preset "$preset" -j "$(nproc)" ${2:+--target "$2"} >>"$log" 2>&1; then
    echo "built in build/$preset"
    return 0
  fi
  tail -n 60 "$log"
  echo "building preset $preset failed; all of it: $log"
  return 1
}
