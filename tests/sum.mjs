// Counts the TAP files of all stages, shows what failed and ends with one line.
import { readFileSync } from 'node:fs';

const count = { passed: 0, failed: 0, skipped: 0 };
const red = [];

for (const file of process.argv.slice(2)) {
	let failing = false;
	for (const line of readFileSync(file, 'utf8').split('\n')) {
		const test = /^(not )?ok\b/.exec(line);
		const skipped = / # SKIP\b/i.test(line);
		if (test || !line.startsWith('#'))
			failing = false;
		if (test && skipped)
			count.skipped++;
		else if (test && test[1]) {
			count.failed++;
			failing = true;
			red.push(`${file.replace(/.*\//, '')}: ${line}`);
		} else if (test)
			count.passed++;
		else if (failing)
			red.push('    ' + line.slice(1).trim());
	}
}
if (count.passed + count.failed === 0) {
	count.failed = 1;
	red.push('no test ran');
}
if (red.length)
	console.log(red.join('\n'));
const skipped = count.skipped ? `, ${count.skipped} skipped` : '';
console.log(`${count.passed} passed, ${count.failed} failed${skipped}`);
process.exitCode = count.failed ? 1 : 0;
