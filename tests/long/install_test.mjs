// A machine without a network and without any build tool: the offline folder of packaging/deb is carried
// there, installed, an office is made and served, the program is installed anew and removed; the data stays.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from '../lib/office.mjs';
import { run, test } from '../lib/tap.mjs';

const room = mkdtempSync(join(tmpdir(), 'thidua-install-'));
const root = join(room, 'debian');
const port = 20000 + process.pid % 20000;
const as = ['setpriv', '--reuid=thidua', '--regid=thidua', '--init-groups'];
let server, lacks;

const sh = (command, args) => execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 26 });
/** Inside, with no network but loopback. */
const inside = (...args) => sh('unshare', ['-n', 'chroot', root, 'env', '-u', 'TMPDIR', ...args]);
const able = () => {
	if (process.getuid() !== 0)
		return 'skip: making a root of its own wants root';
	try {
		sh('debootstrap', ['--version']);
	} catch {
		return 'skip: debootstrap is not installed';
	}
	return lacks;
};

async function serve() {
	// chroot alone: the server's loopback must be this machine's.
	server = spawn('chroot', [root, 'env', '-u', 'TMPDIR', ...as, 'thidua', 'serve', '--port', String(port), '--data', '/var/lib/thidua'],
		{ stdio: ['ignore', 'ignore', 'pipe'] });
	let log = '';
	server.stderr.on('data', (d) => { log += d; });
	for (let i = 0; i < 100; i++) {
		try {
			return await fetch(`http://127.0.0.1:${port}/session/open`);
		} catch {
			await new Promise((good) => setTimeout(good, 100));
		}
	}
	throw new Error(`no answer: ${log}`);
}

async function end() {
	const gone = new Promise((good) => server.once('exit', good));
	server.kill('SIGTERM');
	assert.equal(await gone, 0);
}

test('the package and all it depends on are gathered in one folder', () => {
	const why = able();
	if (why)
		return why;
	lacks = 'skip: the folder could not be made';
	sh('debootstrap', ['--variant=minbase', 'bookworm', root]);
	sh('packaging/deb', ['--offline', join(root, 'media/thidua')]);
	const names = readdirSync(join(root, 'media/thidua'));
	assert.ok(names.includes('install.sh'));
	for (const of of ['thidua_', 'libsqlite3-0_', 'libmicrohttpd12_', 'libpango-1.0-0_', 'poppler-utils_', 'fonts-croscore_'])
		assert.ok(names.some((n) => n.startsWith(of)), `${of} is not there`);
	lacks = undefined;
});

test('the same build gives the same package', () => {
	const why = able();
	if (why)
		return why;
	const folders = ['a', 'b'].map((n) => join(room, n));
	for (const f of folders)
		sh('packaging/deb', [f]);
	const [a, b] = folders.map((f) => sh('sha256sum', [join(f, readdirSync(f)[0])]).split(' ')[0]);
	assert.equal(a, b);
});

test('it is installed with neither network nor build tools, and serves an office', async () => {
	const why = able();
	if (why)
		return why;
	inside('sh', '/media/thidua/install.sh');
	for (const tool of ['gcc', 'cc', 'make', 'meson', 'ninja', 'npm', 'node'])
		assert.throws(() => inside('which', tool), `${tool} is there`);
	inside(...as, 'thidua', 'init', '--data', '/var/lib/thidua', '--office', 'Văn phòng Thử', '--place', 'Thử', '--admin', 'quantri',
		'--name', 'Nguyễn Văn Thử');
	const page = await serve();
	assert.equal(page.status, 200);
	assert.match(await page.text(), /Văn phòng Thử/);
	await end();
});

test('papers come out with its letters', () => {
	const why = able();
	if (why)
		return why;
	assert.match(inside('thidua', 'paper', 'list'), /cong-van/);
	writeFileSync(join(root, 'tmp/a.json'), '{"abstract": "Thử chữ Việt ưởng"}');
	inside('thidua', 'paper', 'render', 'cong-van', '--in', '/tmp/a.json', '--out', '/tmp/a.pdf');
	assert.match(inside('pdftotext', '/tmp/a.pdf', '-'), /Thử chữ Việt ưởng/);
});

test('installing it again keeps the data, removing and purging it too', async () => {
	const why = able();
	if (why)
		return why;
	inside('sh', '/media/thidua/install.sh');
	assert.equal((await serve()).status, 200);
	await end();
	inside('dpkg', '--purge', 'thidua');
	assert.ok(!existsSync(join(root, 'usr/bin/thidua')));
	assert.ok(existsSync(join(root, 'var/lib/thidua/thidua.db')));
	assert.ok(existsSync(join(root, 'var/lib/thidua/keys/ring')));
});

process.env.THIDUA_PROGRAM = program;
try {
	await run();
} finally {
	server?.kill('SIGKILL');
	rmSync(room, { recursive: true, force: true });
}
