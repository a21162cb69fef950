// Ten thousand papers, of every kind and in every form, by one process that does not grow.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { program } from '../lib/office.mjs';
import { run, test } from '../lib/tap.mjs';

test('10 000 papers without growth, under 64 MB', () => {
	const out = execFileSync(join(program, '../../../tests/paper_many'), ['10000'], { encoding: 'utf8' });
	const [, early, late] = /(\d+) MB after a tenth, (\d+) MB at the end/.exec(out).map(Number);
	assert.ok(early <= 64 && late <= 64, out);
});

await run();
