// Turns meson's testlog.json into TAP: the single tests of a cmocka binary one by one,
// anything else as one test. What a failed test leaves behind leaks, and says nothing. A binary that ends badly without naming a test has failed too.
import { readFileSync } from 'node:fs';

const [, , log, word = ''] = process.argv;
const comment = (text) => text.split('\n').filter((l) => l.trim()).map((l) => `# ${l}`).join('\n');

for (const line of readFileSync(log, 'utf8').split('\n').filter(Boolean)) {
	const t = JSON.parse(line);
	if (!t.name.includes(word))
		continue;
	const single = (t.stdout ?? '').split('\n').map((l) => /^(not ok|ok) \d+ (?:- |(# SKIP) )(.*)/.exec(l)).filter(Boolean);
	const good = /^(OK|EXPECTEDFAIL|SKIP)$/.test(t.result);
	let named = false;
	for (const [, verdict, skip, name] of single) {
		named ||= verdict === 'not ok' && !skip;
		console.log(`${verdict} - ${t.name}: ${name}${skip ? ' # SKIP' : ''}`);
	}
	if (!good && !named)
		console.log(`not ok - ${t.name}: ${t.result}, exit ${t.returncode}`);
	else if (single.length === 0)
		console.log(`ok - ${t.name}${t.result === 'SKIP' ? ' # SKIP' : ''}`);
	if (!good && named)
		console.log(comment(`${t.stderr ?? ''}\n${t.stdout ?? ''}`.split(/==\d+==ERROR: LeakSanitizer/)[0].split('\n').filter((l) => !/^ok /.test(l)).slice(-40).join('\n')));
	else if (!good)
		console.log(comment(`${t.stdout ?? ''}\n${t.stderr ?? ''}`.split('\n').filter((l) => !/^ok /.test(l)).slice(-40).join('\n')));
}
