// ./run from a fresh clone: it builds, makes the example office, starts, and starts again at once; what it is told wrongly it says.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { once } from 'node:events';
import { run, test } from '../lib/tap.mjs';

const root = resolve(import.meta.dirname, '../..');
// Not in a folder that is closed to the account which serves.
const room = mkdtempSync('/var/tmp/thidua-run-');
chmodSync(room, 0o755);
const clone = join(room, 'clone'), data = join(room, 'data'), port = String(20000 + process.pid % 20000);
let lacks = 'skip: there is no build', server;

const sh = (command, args, options = {}) => spawnSync(command, args, { encoding: 'utf8', cwd: root, ...options });
const told = (...args) => sh('./run', args);

/** Until it says its address: what it said and how long that took. */
async function start() {
	const began = Date.now();
	server = spawn('./run', ['--port', port, '--data', data], { cwd: clone, stdio: ['ignore', 'pipe', 'pipe'] });
	let said = '';
	for (const from of [server.stdout, server.stderr])
		from.on('data', (d) => { said += d; });
	while (!said.includes(`http://127.0.0.1:${port}`)) {
		assert.equal(server.exitCode, null, said);
		assert.ok(Date.now() - began < 120000, `no address: ${said}`);
		await new Promise((good) => setTimeout(good, 20));
	}
	return { said, took: Date.now() - began };
}

async function end() {
	const gone = once(server, 'exit');
	server.kill('SIGTERM');
	assert.deepEqual(await gone, [0, null]);
}

test('help names port, data folder and address of the database', () => {
	const { status, stdout } = told('--help');
	assert.equal(status, 0);
	for (const word of ['--port', '--data', '--db', '--build', '8080', './data', 'postgresql://'])
		assert.ok(stdout.includes(word), word);
});

test('a wrong option is named and does nothing', () => {
	for (const [args, says] of [[['--prot', '1'], /"--prot".*--help/], [['--port'], /--port.*--help/], [['x'], /"x"/]]) {
		const { status, stdout, stderr } = told(...args);
		assert.deepEqual([status, stdout], [1, '']);
		assert.match(stderr, says);
	}
});

test('a fresh clone builds', () => {
	assert.equal(sh('git', ['clone', '-q', root, clone]).status, 0);
	const { status, stdout, stderr } = sh('./run', ['--build'], { cwd: clone });
	if (status !== 0 && /could not fetch|Còn thiếu các gói/.test(stderr))
		return lacks = `skip: no network for what the build wants (${stderr.trim().split('\n').pop()})`;
	assert.equal(status, 0, stderr);
	assert.match(stdout, /build\/thidua\n$/);
	assert.ok(existsSync(join(clone, 'build/thidua')));
	lacks = undefined;
});

test('it makes the example office and says where it is and who may enter', async () => {
	if (lacks)
		return lacks;
	// Whose folder it is decides as whom it serves, so that root makes no account here.
	if (process.getuid() === 0) {
		const [uid, gid] = ['-u', '-g'].map((what) => Number(sh('id', [what, 'nobody']).stdout));
		for (const folder of [data, join(data, 'keys')]) {
			mkdirSync(folder, { mode: 0o700 });
			chownSync(folder, uid, gid);
		}
	}
	const { said } = await start();
	assert.match(said, /vidu\./);
	assert.equal((await fetch(`http://127.0.0.1:${port}/session/open`)).status, 200);
	if (process.getuid() === 0)
		assert.equal(sh('stat', ['-c', '%U', `/proc/${server.pid}`]).stdout.trim(), 'nobody');
	await end();
});

test('the second start takes less than two seconds and changes nothing', async () => {
	if (lacks)
		return lacks;
	const { said, took } = await start();
	assert.ok(took < 2000, `${took} ms`);
	assert.doesNotMatch(said, /Đang cài|Cài các gói/);
	await end();
	console.log(`#   ${took} ms`);
});

try {
	await run();
} finally {
	server?.kill('SIGKILL');
	rmSync(room, { recursive: true, force: true });
}
