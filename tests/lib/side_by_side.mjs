// Runs the test files named on standard input, some at a time, each into a TAP file of its own:
//
//     node tests/lib/side_by_side.mjs HOW_MANY RESULTS [--long] < names
//
// tests/http/rights_test.mjs goes into RESULTS/http-rights.tap; what it says besides, into .err.
// What crashes the PostgreSQL that all share runs when the others are through.
// First all pages under axe, then the largest files: they take longest, and none is left alone at the end.
import { spawn } from 'node:child_process';
import { appendFileSync, openSync, closeSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { once } from 'node:events';

const [, , many, results, ...options] = process.argv;
const weight = (file) => (file.endsWith('/pages_test.mjs') ? Infinity : statSync(file).size);
const files = readFileSync(0, 'utf8').split('\n').filter(Boolean)
	.sort((a, b) => weight(b) - weight(a));
const crashes = (file) => file.endsWith('/crash_test.mjs');
const alone = files.filter(crashes), together = files.filter((file) => !crashes(file));

async function runOne(file) {
	const path = `${results}/${basename(dirname(file))}-${basename(file, '_test.mjs')}`;
	const out = openSync(`${path}.tap`, 'w'), err = openSync(`${path}.err`, 'w');
	const began = Date.now();
	const child = spawn(process.execPath, [file, ...options], { stdio: ['ignore', out, err] });
	const [code] = await once(child, 'exit');
	closeSync(out);
	closeSync(err);
	// A file that ends badly without naming a test has failed too.
	if (code !== 0 && !/^not ok/m.test(readFileSync(`${path}.tap`, 'utf8')))
		appendFileSync(`${path}.tap`, `not ok - ${file} ended badly\n${readFileSync(`${path}.err`, 'utf8').replace(/^/gm, '# ')}\n`);
	appendFileSync(`${path}.tap`, `# ${file}: ${Math.round((Date.now() - began) / 1000)} s\n`);
}

await Promise.all(Array.from({ length: Number(many) }, async () => {
	for (let file; (file = together.shift());)
		await runOne(file);
}));
for (const file of alone)
	await runOne(file);
