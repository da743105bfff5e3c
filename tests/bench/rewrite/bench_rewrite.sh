#!/bin/sh
# The hosts of a wave changed on many pages, by three ways over the same pages in one run.
# usage: bench_rewrite.sh BENCH_REWRITE HOSTS PAGES [GUIYI SITES.csv]
#   HOSTS: "old new" lines; PAGES: a path of a page a line.
#   With GUIYI and a site list: what rewriting adds to the extraction of those sites.
# What each does:
#   guiyi  finds every address in its place (attributes, srcset, CSS, scripts, meta, text), knows whole hosts,
#          ports, capitals, escapes and references, changes links and reports the rest, with a ledger
#   perl   s{(?:https?:)?//(host|host|...)}{...}ge over the bytes, in memory as well: absolute addresses alone,
#          wherever they stand, with whatever follows the host
#   sed    a rule a host; reads files, so what reading costs is measured by a sed that does nothing and taken off
# "false" are changes of addresses that are not on the host: every page is followed by a line of such.
# CPU time per round, of three seconds of rounds behind one that nobody counts; the two by turns, five times, and
# the median of the five ratios: the machine is not as fast at all times, but nearly so for both of a pair.
set -eu
bench=$1 hosts=$2 pages=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/alternation.pl" <<'PERL'
my (%new, @pages);
open my $h, '<', $ARGV[0]; while (<$h>) { my ($old, $to) = split; $new{$old} = $to if $to }
my $any = join '|', map { quotemeta } sort { length $b <=> length $a || $a cmp $b } keys %new;
open my $l, '<', $ARGV[1]; while (<$l>) { chomp; open my $f, '<:raw', $_ or next; local $/; push @pages, scalar <$f> }
my ($hits, $rounds, $cpu) = (0, 0, 0);
sub rewrite { $hits = 0; for my $page (@pages) { my $s = $page; $hits += ($s =~ s{(?:https?:)?//($any)}{"https://" . $new{$1}}ge) } }
sub cpu { my ($u, $s) = times; $u + $s }
rewrite();
my $begin = cpu();
while ($cpu < 3) { rewrite(); ++$rounds; $cpu = cpu() - $begin }
$cpu /= $rounds;
printf "{\"perl\": {\"pages\": %d, \"rewritten\": %d, \"cpu_s\": %.4f, \"pages_per_cpu_s\": %.0f}}\n", scalar @pages, $hits, $cpu, @pages / $cpu;
PERL
awk 'NF==2 { h = $1; gsub(/[.]/, "\\.", h); print "s#\\(https\\{0,1\\}:\\)\\{0,1\\}//" h "#https://" $2 "#g" }' "$hosts" > "$work/rules.sed"
tr '\n' '\0' < "$pages" > "$work/list"
count=$(wc -l < "$pages")
cpu() { # seconds of user and system time of a command with its children
    /bin/sh -c '"$@" > /dev/null 2>&1; times' sh "$@" | tail -1 | awk '{ split($1, u, /[ms]/); split($2, s, /[ms]/); print u[1] * 60 + u[2] + s[1] * 60 + s[2] }'
}
sedPages() { LC_ALL=C cpu xargs -0 -a "$work/list" sed "$@"; }
for run in 1 2 3 4 5; do
    "$bench" "$hosts" "$pages" hosts | tee "$work/ours"
    perl "$work/alternation.pl" "$hosts" "$pages" | tee "$work/perl"
    sed -n 's/.*"cpu_s": \([0-9.]*\).*/\1/p' "$work/ours" "$work/perl" | tr '\n' ' ' >> "$work/pairs"
    echo >> "$work/pairs"
done
awk '{ printf "%.2f\n", $2 / $1 }' "$work/pairs" | sort -n | tr '\n' ' ' |
    awk '{ printf "{\"times_perl\": %.2f, \"from\": %.2f, \"to\": %.2f}\n", $3, $1, $NF }'
busy=$(sedPages -f "$work/rules.sed") idle=$(sedPages -n '')
tail -1 "$work/pairs" |
    awk -v c="$count" -v b="$busy" -v i="$idle" '{ s = b - i; printf "{\"sed\": {\"pages\": %d, \"cpu_s\": %.3f, \"pages_per_cpu_s\": %.0f}, \"times_sed\": %.0f}\n", c, s, c / s, s / $1 }'

# Addresses on other hosts than the wave's: who changes them?
first=$(awk 'NF==2 { print $1; exit }' "$hosts")
cat > "$work/false.html" <<HTML
<a href="http://$first.evil.com/">1</a><a href="http://$first@evil.com/">2</a><a href="http://${first}x/">3</a>
<a href="http://$first:8099/">4</a><a href="http://search.example/?u=http://$first/">5</a><!-- http://$first/ -->
HTML
echo "$work/false.html" > "$work/false"
perl "$work/alternation.pl" "$hosts" "$work/false" | sed 's/.*"rewritten": \([0-9]*\).*/{"false_of_6": {"perl": \1}}/'
sed -f "$work/rules.sed" "$work/false.html" | tr '<' '\n' | grep -c 'https://' | sed 's/.*/{"false_of_6": {"sed": &}}/'
"$bench" "$hosts" "$work/false" hosts | sed 's/.*"rewritten": \([0-9]*\).*/{"false_of_6": {"guiyi": \1}}/'

[ $# -ge 5 ] || exit 0
guiyi=$4 sites=$5
"$guiyi" -C "$work/ws" init > /dev/null
"$guiyi" -C "$work/ws" add-site --from "$sites" > /dev/null
# The line rewrites the bodies that extraction cut out of its parsed pages; whole pages are shown beside it.
extraction=$(cpu "$guiyi" -C "$work/ws" --jobs 1 extract)
python3 - "$work" > "$work/bodies" <<'PYTHON'
import glob, os, sqlite3, sys
folder = os.path.join(sys.argv[1], 'body')
os.mkdir(folder)
count = 0
for staging in sorted(glob.glob(os.path.join(sys.argv[1], 'ws/.guiyi/staging/*.db'))):
    for body, in sqlite3.connect(staging).execute('SELECT body_html FROM article'):
        path = os.path.join(folder, str(count))
        with open(path, 'w', encoding='utf-8', newline='') as f:
            f.write(body)
        print(path)
        count += 1
PYTHON
cut -d, -f7 "$sites" | sed -n 's/^mirror://p' | while read -r folder; do
    find "$folder" -type f \( -name '*.htm*' -o -name '*.shtml' -o -name '*.jsp*' -o -name '*.asp*' \)
done > "$work/site-pages"
for what in bodies site-pages; do
    rewriting=$("$bench" "$hosts" "$work/$what" links | sed 's/.*"cpu_s": \([0-9.]*\).*/\1/')
    awk -v w="$what" -v e="$extraction" -v r="$rewriting" -v p="$(wc -l < "$work/$what")" 'BEGIN { printf "{\"of\": \"%s\", \"pages\": %d, \"extraction_cpu_s\": %.2f, \"rewriting_cpu_s\": %.3f, \"adds\": \"%.1f %%\"}\n", w, p, e, r, 100 * r / e }'
done
