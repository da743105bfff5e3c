#!/bin/sh
# Ours, one perl alternation and sed with a rule a host over the same pages, in one run.
# usage: bench_rewrite.sh BENCH_REWRITE HOSTS PAGES: "old new" lines; a path of a page a line.
set -eu
bench=$1 hosts=$2 pages=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/alternation.pl" <<'PERL'
my (%new, @pages);
open my $h, '<', $ARGV[0]; while (<$h>) { my ($old, $to) = split; $new{$old} = $to if $to }
my $any = join '|', map { quotemeta } sort { length $b <=> length $a || $a cmp $b } keys %new;
open my $l, '<', $ARGV[1]; while (<$l>) { chomp; open my $f, '<:raw', $_ or next; local $/; push @pages, scalar <$f> }
my $hits = 0; my ($u0, $s0) = times;
for my $page (@pages) { my $s = $page; $hits += ($s =~ s{(?:https?:)?//($any)}{"https://" . $new{$1}}ge) }
my ($u1, $s1) = times; my $cpu = $u1 + $s1 - $u0 - $s0;
printf "{\"perl\": {\"pages\": %d, \"rewritten\": %d, \"cpu_s\": %.3f, \"pages_per_cpu_s\": %.0f}}\n", scalar @pages, $hits, $cpu, @pages / $cpu;
PERL
awk 'NF==2 { h = $1; gsub(/[.]/, "\\.", h); print "s#\\(https\\{0,1\\}:\\)\\{0,1\\}//" h "#https://" $2 "#g" }' "$hosts" > "$work/rules.sed"
"$bench" "$hosts" "$pages"
perl "$work/alternation.pl" "$hosts" "$pages"
# sed reads what the others hold in memory: what reading costs is taken off, measured by a sed that does nothing.
tr '\n' '\0' < "$pages" > "$work/list"
cpu() { # seconds of user time of a command over all pages
    /bin/sh -c 'LC_ALL=C xargs -0 "$@" < "'"$work/list"'" > /dev/null; times' sh "$@" | tail -1 | awk '{ split($1, t, /[ms]/); print t[1] * 60 + t[2] }'
}
idle=$(cpu sed -n '')
busy=$(cpu sed -f "$work/rules.sed")
count=$(wc -l < "$pages")
awk -v c="$count" -v b="$busy" -v i="$idle" 'BEGIN { s = b - i; printf "{\"sed\": {\"pages\": %d, \"cpu_s\": %.3f, \"pages_per_cpu_s\": %.0f}}\n", c, s, c / s }'
