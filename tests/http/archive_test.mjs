// The package of a year as its reader has it: unpacked by unzip, checked by sha256sum, read by links,
// and by `thidua archive verify`, which needs neither server nor database.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { run } from '../lib/tap.mjs';
import { engines, inOffice, thidua } from '../lib/office.mjs';

const room = mkdtempSync(join(tmpdir(), 'thidua-archive-'));
process.on('exit', () => rmSync(room, { recursive: true, force: true }));
const sh = (command, args, cwd) => execFileSync(command, args, { cwd, encoding: 'utf8', stdio: 'pipe' });
const verify = (zip, good, ...more) => {
	const said = thidua(['archive', 'verify', zip, '--json', ...more], good, { THIDUA_DATA: '/nonexistent' });
	return { ...said, report: said.out.startsWith('{') ? JSON.parse(said.out) : null };
};

async function make(office, role, year) {
	const client = await office.as(role);
	const asked = await client.call('archive.make', { year, evidence: '1' });
	assert.equal(asked.status, 202, asked.text);
	for (;;) {
		const job = office.sql(`SELECT state, error FROM job WHERE id = ${asked.json.job}`)[0];
		if (job[0] === 'done')
			break;
		assert.ok(['waiting', 'running'].includes(job[0]), job.join(' '));
		await new Promise((r) => setTimeout(r, 100));
	}
	return office.sql('SELECT max(id) FROM archive')[0][0];
}

/** Records of a CSV without its heading. */
function records(csv) {
	let n = 0, quoted = false;
	for (const c of csv) {
		if (c === '"')
			quoted = !quoted;
		else if (c === '\n' && !quoted)
			n++;
	}
	return n - 1;
}

for (const engine of engines)
	inOffice(engine, (t) => {
		const zip = join(room, `${engine}.zip`), folder = join(room, engine), key = join(room, `${engine}.key`);
		const copy = (name) => {
			const to = join(room, `${engine}-${name}.zip`);
			cpSync(zip, to);
			return to;
		};

		t('a package is made, fetched on the command line and unpacked by unzip', async (office) => {
			const id = await make(office, 'inspector', 2026);
			office.cli(['archive', 'get', '--id', id, '--out', zip, '--as', 'vidu.thanhtra']);
			writeFileSync(key, office.cli(['keys', 'public']).out);
			sh('unzip', ['-q', zip, '-d', folder]);
			sh('sha256sum', ['--quiet', '--strict', '-c', 'SHA256SUMS'], folder);
			const listed = new Set(readFileSync(join(folder, 'SHA256SUMS'), 'utf8').split('\n').filter(Boolean).map((l) => l.slice(66)));
			const there = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((f) => f.isFile())
				.map((f) => join(f.parentPath ?? f.path, f.name).slice(folder.length + 1));
			assert.deepEqual(there.filter((n) => !listed.has(n)).sort(), ['MANIFEST', 'MANIFEST.sig', 'SHA256SUMS']);
			// A second --out does not write over what is there.
			assert.match(office.cli(['archive', 'get', '--id', id, '--out', zip, '--as', 'vidu.thanhtra'], [8]).err, /Không ghi được/);
		});

		t('every link of every page leads somewhere, and lists have as many rows as in the program', async (office) => {
			const pages = readdirSync(folder, { recursive: true }).filter((n) => n.endsWith('.html'));
			assert.ok(pages.length > 90);
			for (const page of pages)
				for (const [, href] of readFileSync(join(folder, page), 'utf8').matchAll(/href="([^"#]*)/g))
					assert.ok(existsSync(normalize(join(folder, dirname(page), href))), `${page}: ${href}`);
			const inspector = await office.as('inspector');
			for (const [op, ask] of [['nominee', { year: 2026 }], ['movement', { year: 2026 }], ['rating', { year: 2026 }], ['person', {}], ['unit', {}]]) {
				const all = await inspector.read(`${op}.list`, { ...ask, limit: 1 });
				assert.equal(records(readFileSync(join(folder, `danh-sach/${op}.list.csv`), 'utf8')), all.json.total, op);
			}
		});

		t('it is checked without server and database, and by the key of the office', async () => {
			const good = verify(zip, [0], '--key', key).report;
			assert.ok(good.whole && good.key_compared && good.journal && good.links > 10 && good.year === 2026);
			const key64 = /[0-9a-f]{64}/.exec(readFileSync(key, 'utf8'))[0];
			assert.ok(verify(zip, [0], '--key', key64).report.whole);
			const other = verify(zip, [6], '--key', '11'.repeat(32)).report;
			assert.deepEqual(other.problems.map((p) => p.fault), ['other_key']);
			assert.match(thidua(['archive', 'verify', zip]).out, /Gói nguyên vẹn[^]*Chưa so với khóa/);
			thidua(['archive', 'verify', zip, '--key', 'nothing'], [2]);
			thidua(['archive', 'verify', join(room, 'nowhere.zip')], [3]);
		});

		t('what was removed, added or changed by another program is found', async () => {
			const gone = copy('gone'), more = copy('more'), other = copy('other'), end = copy('end');
			sh('zip', ['-q', '-d', gone, 'danh-sach/award.list.csv']);
			assert.deepEqual(verify(gone, [6]).report.problems.map((p) => [p.fault, p.file]), [['missing', 'danh-sach/award.list.csv']]);
			writeFileSync(join(room, 'them.txt'), 'thêm');
			sh('zip', ['-q', more, 'them.txt'], room);
			assert.deepEqual(verify(more, [6]).report.problems.map((p) => [p.fault, p.file]), [['added', 'them.txt']]);
			const changed = join(room, `${engine}-changed`);
			cpSync(folder, changed, { recursive: true });
			writeFileSync(join(changed, 'index.html'), 'khác');
			sh('zip', ['-q', other, 'index.html'], changed);
			assert.deepEqual(verify(other, [6]).report.problems.map((p) => [p.fault, p.file]), [['changed', 'index.html']]);
			const lines = readFileSync(join(changed, 'nhat-ky/nhat-ky.csv'), 'utf8').split('\r\n');
			writeFileSync(join(changed, 'nhat-ky/nhat-ky.csv'), lines.slice(0, -5).join('\r\n') + '\r\n');
			sh('zip', ['-q', end, 'nhat-ky/nhat-ky.csv'], changed);
			assert.ok(verify(end, [6]).report.problems.some((p) => p.fault === 'cut'));
		});

		t('a flipped byte is found, or changes nothing of what is unpacked', async () => {
			const bytes = readFileSync(zip);
			const at = copy('byte');
			for (let i = 0; i < 6; i++) {
				const changed = Buffer.from(bytes);
				changed[Math.floor((bytes.length - 1) * i / 5)] ^= 0x40;
				writeFileSync(at, changed);
				if (verify(at, [0, 2, 6]).code !== 0)
					continue;
				// A date or a right in the ZIP's own books: what is unpacked is byte for byte the same.
				const same = join(room, `${engine}-same`);
				sh('unzip', ['-q', '-o', at, '-d', same]);
				sh('diff', ['-r', folder, same]);
			}
		});

		t('a hostile ZIP is refused in the sandbox', async () => {
			const bad = join(room, `${engine}-bad.zip`);
			const refused = (bytes, code) => {
				writeFileSync(bad, bytes);
				const said = verify(bad, [code]);
				assert.match(JSON.parse(said.out).error.message, /ZIP/);
			};
			refused('no zip at all', 2);
			refused(readFileSync(zip).subarray(0, 5000), 2);
			refused(readFileSync('tests/fuzz/corpus/unpack/up.zip'), 2);
			refused(readFileSync('tests/fuzz/corpus/unpack/stored.zip'), 2);
			sh('zip', ['-q', '-P', 'x', join(room, `${engine}-locked.zip`), 'them.txt'], room);
			refused(readFileSync(join(room, `${engine}-locked.zip`)), 2);
		});

		t('strangers neither make nor fetch one; the page offers it to those who may', async (office) => {
			for (const role of ['member', 'unit_head', 'unit_clerk', 'accountant', 'registry', 'council']) {
				const client = await office.as(role);
				assert.equal((await client.call('archive.make', { year: 2026 })).status, 403, role);
				assert.equal((await client.read('archive.get', { id: 1 })).status, 403, role);
				assert.equal((await client.get('/archive/list')).status, 403, role);
			}
			const inspector = await office.as('inspector');
			assert.match((await inspector.get('/menu/report')).text, /archive\/make/);
			assert.match((await inspector.get('/archive/list')).text, /luu-tru-2026/);
			const admin = await office.as('admin');
			assert.equal((await admin.read('archive.get', { id: 1 })).status, 403);
		});
	});

await run();
