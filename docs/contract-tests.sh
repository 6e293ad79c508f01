#!/bin/sh
# Runs the contract tests of one client with the versions of the dependencies in your Cargo.lock: docs/contract-tests.md.
#
#   sh contract-tests.sh CRATE [VERSION [REF]]
#
# Run it where your Cargo.lock is. VERSION is by default the one in your Cargo.lock, REF the tag of that version.
# What it builds is in contract-tests below your target directory, for a cache to keep.
set -eu

# All of it is read before any of it runs.
main() {
  crate=${1:?"usage: contract-tests.sh CRATE [VERSION [REF]]"}
  [ -f Cargo.lock ] || fail "there is no Cargo.lock here: run it where yours is"
  version=${2:-}
  [ -n "$version" ] || version=$(version_of "$crate")
  reference=${3:-}
  [ -n "$reference" ] || reference="v$version"

  project=$(cd "$(dirname "$0")/.." && pwd)
  work="${CARGO_TARGET_DIR:-target}/contract-tests"
  git -C "$project" fetch --quiet --depth 1 origin "$reference" || fail "the project has no $reference"
  sources="$work/$(git -C "$project" rev-parse FETCH_HEAD)"
  [ -d "$sources" ] || unpack FETCH_HEAD

  cp Cargo.lock "$sources/Cargo.lock"
  in_sources metadata --quiet --format-version 1 >"$work/metadata.json"
  echo "$crate $version, its contract tests of $reference, with your Cargo.lock:"
  compare
  export CARGO_TARGET_DIR="$work/target"
  in_sources test --package "$crate" --test contract
}

fail() {
  echo "contract-tests: $1" >&2
  exit 1
}

# The packages of a lock file, a line each: name and version.
packages_of() {
  awk '/^\[\[package\]\]/ { name = "" }
       /^name = / { gsub(/"/, ""); name = $3 }
       /^version = / && name != "" { gsub(/"/, ""); print name, $3; name = "" }' "$1"
}

version_of() {
  versions=$(packages_of Cargo.lock | sed -n "s/^$1 //p")
  [ -n "$versions" ] || fail "your Cargo.lock has no $1"
  [ "$(echo "$versions" | wc -l)" -eq 1 ] || fail "your Cargo.lock has several versions of $1: name one"
  echo "$versions"
}

# The project's files at a commit. They keep the commit's time, so that cargo finds them unchanged in a cache.
unpack() {
  rm -rf "$sources.part"
  mkdir -p "$sources.part"
  git -C "$project" archive "$1" | tar -xf - -C "$sources.part"
  cp "$sources.part/Cargo.lock" "$sources.part/Cargo.lock.project"
  mv "$sources.part" "$sources"
}

# In this folder, so that your toolchain and your cargo configuration apply. Not --locked: what your lock file lacks is added.
in_sources() {
  command=$1
  shift
  cargo "$command" --manifest-path "$sources/Cargo.toml" "$@"
}

# What of the client's dependencies is not as in the project's lock file, and what is not as in yours.
compare() {
  in_sources tree --quiet --package "$crate" --edges normal,build --prefix none --no-dedupe |
    sed -n 's/^\([^ ]*\) v\([^ ]*\).*/\1 \2/p' | sort -u >"$work/tested"
  packages_of "$sources/Cargo.lock.project" >"$work/of-the-project"
  packages_of Cargo.lock >"$work/yours"
  differing "$work/of-the-project" "the project's is" "  no version differs from the project's lock file"
  differing "$work/yours" "NOT TESTED: you have"
}

# Each tested package of which a list has other versions only.
differing() {
  awk -v words="$2" -v none="${3:-}" '
    NR == FNR { listed[$1] = listed[$1] " " $2; known[$1, $2] = 1; next }
    ($1 in listed) && !(($1, $2) in known) { print "  " $1, $2 ", " words listed[$1]; found = 1 }
    END { if (!found && none != "") print none }' "$1" "$work/tested"
}

main "$@"
