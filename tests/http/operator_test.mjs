// Commands of whoever keeps the machine, run as a person would: backups that come and go, a backup
// checked and restored, keys rotated and dropped, the journal taken out, the office moved. Each
// that changes something leaves a line in the journal, also when no server runs.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { emptyDatabase, engines, openOffice, program, thidua } from '../lib/office.mjs';
import { run, test } from '../lib/tap.mjs';

const room = mkdtempSync(join(tmpdir(), 'thidua-operator-'));
process.on('exit', () => rmSync(room, { recursive: true, force: true }));

const commands = ['init', 'serve', 'law', 'paper', 'log', 'archive', 'backup', 'restore', 'copy', 'doctor', 'keys', 'rebuild',
	'reset', 'openapi', 'operations', 'rights'];
test('every command has its help, and needs no office for it', () => {
	for (const command of commands) {
		const said = thidua([command, '--help', '--data', join(room, 'nowhere')]).out;
		assert.match(said, new RegExp(`thidua ${command}`), command);
	}
	const listed = [...thidua(['--help']).out.matchAll(/^ {2}(\w+) +\S/gm)].map((m) => m[1]);
	assert.deepEqual(listed.filter((w) => w !== 'thidua'), commands, 'the list of commands');
	assert.ok(!existsSync(join(room, 'nowhere')));
});

test('an example is made in any year, and on the first days of one', () => {
	for (const day of ['2027-01-01', '2027-01-05', '2027-03-15', '2027-08-25']) {
		const now = String(Date.parse(`${day}T09:00:00+07:00`));
		thidua(['init', '--example', '--data', join(room, `example-${day}`)], [0], { THIDUA_CLOCK_MS: now });
	}
});

const later = []; // so that the minute is waited for once
for (const engine of engines) {
	let office, folder, secret, old, rotated;
	const lines = (op) => office.lines(op);
	const t = (name, fn) => test(`${engine}: ${name}`, fn);

	t('keys are listed, rotated and sealed with anew while the server runs', async () => {
		office = await openOffice(engine);
		folder = join(room, engine);
		mkdirSync(folder);
		secret = join(folder, 'secret.txt');
		writeFileSync(secret, `${office.secret}\n`, { mode: 0o600 });
		const keys = () => JSON.parse(office.cli(['keys', 'list', '--json']).out);
		const before = keys();
		old = before.find((k) => k.purpose === 'field' && k.newest).id;
		assert.match(office.cli(['keys', 'rotate', 'field']).out, /Đã mã hóa lại/);
		rotated = Date.now();
		for (const purpose of ['lookup', 'journal', 'token'])
			office.cli(['keys', 'rotate', purpose]);
		assert.equal(keys().length, before.length + 4);
		assert.ok(!keys().find((k) => k.id === old).newest);
		assert.match(office.cli(['keys', 'list']).out, /cũ/);
		assert.match(office.cli(['keys', 'public']).out, /\S{40}/);
		assert.match(office.cli(['keys', 'reseal']).out, /0 số giấy tờ/);
		assert.match(office.cli(['keys', 'drop', String(old)], [7]).err, /chưa đầy một phút/);
		office.cli(['keys', 'rotate', 'nothing'], [2]);
		office.cli(['keys', 'drop', 'x'], [2]);
		office.cli(['keys', 'turn'], [2]);
		assert.equal(lines('keys.rotate'), 4);
		assert.equal(lines('keys.reseal'), 3);
		// Whoever was signed in still is, and works under the new keys.
		const client = await office.as('admin');
		assert.equal((await client.get('/person/list')).status, 200);
	});

	t('the ring goes into escrow and comes back', () => {
		const box = join(folder, 'ring.box'), lost = join(folder, 'lost');
		office.cli(['keys', 'escrow', '--to', box]);
		office.cli(['keys', 'escrow', '--to', box], [6]);
		office.cli(['keys', 'escrow'], [2]);
		assert.equal(statSync(box).mode & 0o777, 0o600);
		thidua(['keys', 'import', '--from', box, '--secret-file', secret, '--data', lost]);
		assert.equal(statSync(join(lost, 'keys/ring')).mode & 0o777, 0o600);
		assert.deepEqual(readFileSync(join(lost, 'keys/ring')), readFileSync(join(office.data, 'keys/ring')));
		thidua(['keys', 'import', '--from', join(folder, 'none'), '--secret-file', secret, '--data', join(folder, 'lost2')], [3]);
		const wrong = join(folder, 'wrong.txt');
		writeFileSync(wrong, 'không phải mã\n');
		thidua(['keys', 'import', '--from', box, '--secret-file', wrong, '--data', join(folder, 'lost3')], [2]);
		assert.equal(lines('keys.escrow'), 1);
	});

	t('a backup keeps as many as asked, and only its own files go', async () => {
		const to = join(folder, 'backups');
		mkdirSync(to);
		const strangers = ['thidua-20200101-000000.backup.old', 'thidua-20200101-00000.backup', 'Thidua-20200101-000000.backup',
			'thidua-2020x101-000000.backup', 'office.backup', 'notes.txt'];
		for (const name of [...strangers, 'thidua-20200101-000000.backup', 'thidua-20200102-000000.backup', 'thidua-20200103-000000.backup'])
			writeFileSync(join(to, name), name);
		office.cli(['backup'], [2]);
		office.cli(['backup', '--to', to, '--keep', '0'], [2]);
		office.cli(['backup', '--to', join(folder, 'one.backup'), '--keep', '2'], [2]);
		assert.equal(readdirSync(to).length, strangers.length + 3, 'what is refused deletes nothing');
		assert.match(office.cli(['backup', '--to', to, '--keep', '3']).out, /đã đọc lại và đối chiếu/);
		const left = readdirSync(to).sort();
		assert.deepEqual(left.filter((n) => strangers.includes(n)), [...strangers].sort());
		const ours = left.filter((n) => !strangers.includes(n) && n !== 'thidua-heads.txt');
		assert.deepEqual(ours.slice(0, 2), ['thidua-20200102-000000.backup', 'thidua-20200103-000000.backup']);
		assert.equal(ours.length, 3);
		assert.match(readFileSync(join(to, 'thidua-heads.txt'), 'utf8'), /^\S+.*\n$/);
		await pause(1100); // names go by the second
		const info = JSON.parse(office.cli(['backup', '--to', to, '--keep', '1', '--json']).out);
		assert.ok(info.rows > 1000 && info.tables.length > 50);
		assert.equal(readdirSync(to).filter((n) => /^thidua-\d{8}-\d{6}\.backup$/.test(n)).length, 1);
		// Without --keep nothing goes.
		await pause(1100);
		office.cli(['backup', '--to', to]);
		assert.equal(readdirSync(to).filter((n) => /^thidua-\d{8}-\d{6}\.backup$/.test(n)).length, 2);
		const said = office.sql("SELECT detail FROM journal WHERE op = 'system.backup' ORDER BY id").map(([d]) => JSON.parse(d).dropped);
		assert.deepEqual(said, [1, 3, 0]);
		assert.match(JSON.parse(office.sql("SELECT detail FROM journal WHERE op = 'system.backup' ORDER BY id")[0][0]).to, /backups\/thidua-/);
	});

	t('a backup is checked, and restored beside the office', () => {
		const file = join(folder, 'one.backup');
		office.cli(['backup', '--to', file]);
		office.cli(['backup', '--to', file], [6]);
		assert.match(thidua(['backup', 'verify', '--from', file, '--secret-file', secret]).out, /nguyên vẹn/);
		thidua(['backup', 'restore', '--from', file], [2]);
		const torn = join(folder, 'torn.backup'), bytes = readFileSync(file);
		bytes[bytes.length >> 1] ^= 1;
		writeFileSync(torn, bytes);
		assert.notEqual(thidua(['backup', 'verify', '--from', torn, '--secret-file', secret], [2, 6, 8]).code, 0);
		const data = join(folder, 'restored'), db = engine === 'postgresql' ? ['--db', emptyDatabase()] : [];
		const where = ['--data', data, ...db];
		assert.match(thidua(['restore', '--from', file, '--secret-file', secret, ...where]).out, /khớp với bản sao lưu/);
		thidua(['restore', '--from', file, '--secret-file', secret, ...where], [2, 6]);
		assert.match(thidua(['log', 'verify', ...where]).out, /Nhật ký nguyên vẹn/);
		const last = JSON.parse(thidua(['log', 'export', ...where]).out.trim().split('\n').at(-1));
		assert.equal(last.op, 'system.restore');
		assert.equal(last.origin, 'cli');
		thidua(['restore', '--from', torn, '--secret-file', secret, '--data', join(folder, 'torn')], [2, 6, 8]);
	});

	t('the journal is taken out, and its heads', () => {
		office.cli(['keys', 'reseal']); // seals what the server has not yet
		const exported = office.cli(['log', 'export']).out.trim().split('\n').map((l) => JSON.parse(l));
		assert.deepEqual(exported.map((l) => l.seq), exported.map((_, i) => i + 1));
		assert.ok(exported.every((l) => /^[0-9a-f]{64,}$/.test(l.hash)));
		assert.ok(exported.some((l) => l.op === 'system.backup'));
		const heads = office.cli(['log', 'heads']).out.trim().split('\n');
		assert.ok(heads.length > 1);
		assert.equal(office.cli(['log', 'heads', '--last']).out.trim(), heads.at(-1));
		const kept = join(folder, 'heads.txt');
		writeFileSync(kept, heads.join('\n'));
		assert.match(office.cli(['log', 'verify', '--head', kept]).out, /Nhật ký nguyên vẹn/);
		office.cli(['log', 'burn'], [2]);
	});

	t('the account of the server gets its rights on PostgreSQL', () => {
		if (engine === 'sqlite') {
			assert.match(office.cli(['log', 'roles'], [2]).err, /SQLite không có tài khoản/);
			return;
		}
		execFileSync('psql', ['-Xq', '-d', process.env.THIDUA_TEST_PG, '-c',
			'DO $$ BEGIN CREATE ROLE thidua_app LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$']);
		assert.match(office.cli(['log', 'roles']).out, /không sửa, không xóa được nhật ký/);
		assert.equal(lines('system.roles'), 1);
	});

	t('doctor ends as what it found, for people and for machines', () => {
		const told = (args, good) => office.cli(['doctor', '--json', ...args], good);
		const first = told(['--quick'], [0, 6]), report = JSON.parse(first.out);
		const level = (r, name) => r.checks.filter((c) => c.name === name).map((c) => c.level);
		assert.equal(first.code === 0, report.worst !== 'bad', first.out);
		assert.ok(report.checks.every((c) => c.name && c.say && ['ok', 'warn', 'bad'].includes(c.level)));
		for (const c of report.checks.filter((c) => c.level !== 'ok'))
			assert.ok(c.todo, `${c.name} says what to do`);
		assert.deepEqual(level(report, 'fonts'), ['ok']);
		assert.deepEqual(level(report, 'backup'), ['ok']);
		assert.deepEqual(level(report, 'integrity'), [], '--quick reads no pages');
		// A clock that went back: the ring is from a later day.
		const ring = join(office.data, 'keys/ring'), { mtime } = statSync(ring);
		utimesSync(ring, new Date(), new Date(Date.now() + 3 * 86400e3));
		assert.deepEqual(level(JSON.parse(told(['--quick'], [6]).out), 'clock'), ['bad']);
		utimesSync(ring, mtime, mtime);
		assert.notDeepEqual(level(JSON.parse(told(['--quick'], [0, 6]).out), 'clock'), ['bad']);
		// Small disks and a machine without fonts, in a mount namespace of their own where that is allowed.
		const within = (mount) => {
			const { status, stdout } = spawnSync('unshare', ['-rm', 'sh', '-c', `mount -t tmpfs ${mount} && exec "$0" "$@"`,
				program, 'doctor', '--quick', '--json', '--data', office.data, '--db', office.db], { encoding: 'utf8' });
			return status === 0 || status === 6 ? JSON.parse(stdout) : null;
		};
		const spool = join(office.data, 'spool');
		if (!within(`-o size=4g none ${spool}`)) {
			console.log('# no mount namespace here: nothing to say about full disks and missing fonts');
		} else {
			for (const [size, is] of [['4g', 'ok'], ['1g', 'warn'], ['100m', 'bad']])
				assert.deepEqual(level(within(`-o size=${size} none ${spool}`), 'spool'), [is], size);
			const report = within('none /usr/share/fonts');
			assert.deepEqual(level(report, 'fonts'), ['warn']);
			assert.match(report.checks.find((c) => c.name === 'fonts').todo, /fonts-croscore/);
		}
		// A certificate that is not there is bad, and the exit code says so.
		const bad = told(['--tls-cert', join(folder, 'none.pem')], [6]);
		assert.equal(JSON.parse(bad.out).worst, 'bad');
		assert.equal(bad.err, '', 'one answer on one channel');
		const text = office.cli(['doctor', '--tls-cert', join(folder, 'none.pem')], [6]);
		assert.match(text.out, /^SAI {4}certificate/m);
		assert.match(text.out, /^tốt {4}data/m);
		assert.match(text.err, /Có điểm phải sửa/);
		office.cli(['doctor', '--nothing'], [2]);
	});

	t('keys of order are rebuilt, and that is written down', () => {
		assert.match(office.cli(['rebuild']).out, /Đã dựng lại/);
		assert.equal(lines('system.rebuild'), 1);
	});

	t('the office moves to the other engine, and the old place is closed', async () => {
		if (engine === 'sqlite' && !process.env.THIDUA_TEST_PG)
			return office.close();
		const place = (name) => {
			if (engine === 'sqlite')
				return emptyDatabase();
			mkdirSync(join(folder, name));
			return `sqlite:${join(folder, name)}`;
		};
		const trial = place('trial'), to = place('moved');
		assert.match(office.cli(['copy', '--to', trial, '--trial']).out, /Chuyển thử xong/);
		assert.equal(lines('system.copy'), 1);
		office.cli(['copy'], [2]);
		assert.match(office.cli(['copy', '--to', to], [7]).err, /Máy chủ đang chạy/);
		await office.close();
		assert.match(office.cli(['copy', '--to', to]).out, /mọi bảng khớp/);
		assert.match(office.cli(['rebuild'], [6]).err, /đã được chuyển tới/);
		// The old place can still be backed up, which leaves no line any more and says so.
		const before = office.lines();
		assert.match(office.cli(['backup', '--to', join(folder, 'after.backup')]).err, /không ghi được vào nhật ký/);
		assert.equal(office.lines(), before);
		const said = thidua(['log', 'export', '--data', office.data, '--db', to]).out;
		assert.equal(JSON.parse(said.trim().split('\n').at(-1)).op, 'system.copy');
		office.db = to;
	});

	later.push(() => t('an old key goes a minute after the new one came', async () => {
		await pause(Math.max(0, rotated + 61e3 - Date.now()));
		assert.match(office.cli(['keys', 'drop', String(old)]).out, /Đã hủy khóa/);
		assert.ok(!JSON.parse(office.cli(['keys', 'list', '--json']).out).some((k) => k.id === old));
		const newest = JSON.parse(office.cli(['keys', 'list', '--json']).out).find((k) => k.purpose === 'field' && k.newest).id;
		office.cli(['keys', 'drop', String(newest)], [2, 6]);
		assert.match(office.cli(['log', 'verify']).out, /Nhật ký nguyên vẹn/);
	}));
}
for (const define of later)
	define();

await run();
