// Fresh example offices on either engine, each with a server of its own.
//
//     const office = await openOffice('postgresql');
//     const admin = await office.as('admin');
//     await office.close();          // fails when the server did not end cleanly
//
// An office is made once (template.mjs; without it once a process) and copied: files on SQLite, CREATE DATABASE …
// TEMPLATE on PostgreSQL. THIDUA_BUILD names the build, THIDUA_TEST_PG the server of
// tests/pg.sh; without it there is only SQLite.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { once } from 'node:events';
import { Client } from './client.mjs';
import { test } from './tap.mjs';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
export const program = join(process.env.THIDUA_BUILD ?? join(root, 'build-asan'), 'src/cli/thidua');
export const roles = ['admin', 'standing', 'council', 'head', 'registry', 'accountant', 'inspector',
	'unit_head', 'unit_clerk', 'member'];
export const engines = process.env.THIDUA_TEST_PG ? ['sqlite', 'postgresql'] : ['sqlite'];

const room = mkdtempSync(join(tmpdir(), 'thidua-test-'));
const databases = [];
let copies = 0;
// Nothing but the tests may make passwords cheap to hash.
const environment = { ...process.env, THIDUA_TEST_CHEAP_PASSWORDS: '1' };

const pgAddress = (name) => process.env.THIDUA_TEST_PG.replace(/\/[^/?]*(\?|$)/, `/${name}$1`);
const psql = (database, sql) =>
	execFileSync('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-F', '\t', '-d', pgAddress(database), '-c', sql], { encoding: 'utf8' });

process.on('exit', () => {
	for (const name of engines.includes('postgresql') ? databases : [])
		try { psql('postgres', `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`); } catch { /* the server is gone */ }
	rmSync(room, { recursive: true, force: true });
});

function database(name, from) {
	psql('postgres', `CREATE DATABASE ${name}${from ? ` TEMPLATE ${from}` : ''}`);
	databases.push(name);
	return name;
}

/** The address of an empty database on the test's PostgreSQL, with a number of its own. */
export const emptyDatabase = () => pgAddress(database(`t${process.pid}_empty${++copies}`));

/** An example office in the folder `data` (and the database `name`), to be copied. */
export function makeTemplate(engine, data, name) {
	const db = engine === 'postgresql' ? name : null;
	if (db)
		psql('postgres', `CREATE DATABASE ${db}`);
	const said = thidua(['init', '--example', '--data', data, ...(db ? ['--db', pgAddress(db)] : [])]);
	return { data, db, secret: /(?:[A-Z2-7]{5}-){7}[A-Z2-7]{5}/.exec(said.out)[0] };
}

// ./test has made them for all files.
const templates = process.env.THIDUA_TEST_TEMPLATES
	? JSON.parse(readFileSync(join(process.env.THIDUA_TEST_TEMPLATES, 'templates.json'), 'utf8')) : {};
function template(engine) {
	if (!templates[engine]) {
		const name = `t${process.pid}_template`;
		databases.push(name);
		templates[engine] = makeTemplate(engine, join(room, engine), name);
	}
	return templates[engine];
}

/** Runs a command of the program; returns { code, out, err } and throws unless code is in `good`. */
export function thidua(args, good = [0], env = {}) {
	const { status, signal, error, stdout, stderr } =
		spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28, env: { ...environment, ...env } });
	if (error || status === null)
		throw error ?? new Error(`thidua ${args.join(' ')}: ${signal}\n${stdout}${stderr}`);
	const result = { code: status, out: stdout, err: stderr };
	if (!good.includes(result.code))
		throw new Error(`thidua ${args.join(' ')}: exit ${result.code}\n${result.out}${result.err}`);
	return result;
}

/** `args`, `env`: added to those of `thidua serve`. */
export async function openOffice(engine, { args = [], env = {} } = {}) {
	const from = template(engine);
	const number = ++copies;
	const data = join(room, `${engine}-${number}`);
	cpSync(from.data, data, { recursive: true });
	const office = new Office(engine, data, from.db ? database(`t${process.pid}_${number}`, from.db) : null);
	office.secret = from.secret; /* opens its backups */
	await office.start({ args, env });
	return office;
}

/** An office with nobody in it but an administrator, not yet served; { account, password } of that one is in `first`. */
export function emptyOffice(engine, named) {
	const data = join(room, `${engine}-${++copies}`), db = engine === 'postgresql' ? emptyDatabase() : null;
	const said = thidua(['init', '--office', named.office, '--place', named.place, '--admin', named.account, '--name', named.name,
		'--data', data, ...(db ? ['--db', db] : [])], [0], named.env);
	const office = new Office(engine, data, db && new URL(db).pathname.slice(1));
	office.first = { account: named.account, password: /mật khẩu tạm: (\S+)/.exec(said.out)[1] };
	return office;
}

/**
 * Tests that share one office, each as t(name, async (office) => …); afterwards its server
 * must end cleanly.
 */
export function inOffice(engine, define, options) {
	let office, closed;
	define((name, fn) => test(`${engine}: ${name}`, async () => {
		if (closed)
			throw 'the office did not open';
		try {
			office ??= await openOffice(engine, options);
		} catch (e) {
			closed = true;
			throw e;
		}
		return fn(office);
	}));
	test(`${engine}: the server ends cleanly`, () => office?.close());
}

class Office {
	constructor(engine, data, database) {
		Object.assign(this, { engine, data, database, log: '', clients: [] });
		this.db = database ? pgAddress(database) : `sqlite:${data}`;
	}

	async start({ args = [], env = {}, wrap = [] } = {}) {
		const command = [...wrap, program, 'serve', '--data', this.data, '--db', this.db, '--port', '0', ...args];
		mkdirSync(this.data, { recursive: true });
		this.server = spawn(command[0], command.slice(1), { env: { ...environment, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
		this.ended = once(this.server, 'exit');
		this.server.stderr.on('data', (d) => { this.log += d; });
		let said = '';
		const url = await new Promise((good, bad) => {
			this.server.stdout.on('data', (d) => {
				said += d;
				const at = /https?:\/\/\S+/.exec(said);
				if (at)
					good(at[0]);
			});
			setTimeout(() => bad(new Error(`the server says no address\n${said}${this.log}`)), 30000).unref();
			this.ended.then(([code]) => bad(new Error(`the server ended with ${code}\n${this.log}`)));
		});
		this.url = url;
		this.port = Number(new URL(url).port);
	}

	/** Rows of text from the database itself. */
	sql(text) {
		const out = this.engine === 'sqlite'
			? execFileSync('sqlite3', ['-readonly', '-batch', '-separator', '\t', join(this.data, 'thidua.db'), text], { encoding: 'utf8' })
			: psql(this.database, text);
		return out.split('\n').filter(Boolean).map((l) => l.split('\t'));
	}

	/** Damage from outside; no server is running. */
	damage(text) {
		if (this.engine === 'sqlite')
			execFileSync('sqlite3', ['-batch', '-cmd', '.timeout 10000', join(this.data, 'thidua.db'), text]);
		else
			psql(this.database, text);
	}

	count(what) {
		return Number(this.sql(`SELECT count(*) FROM ${what}`)[0][0]);
	}

	/** Journal lines, of one operation or all; what was only looked at is written later and does not count. */
	lines(op) {
		return this.count(`journal WHERE detail NOT LIKE '%"_looked"%'${op ? ` AND op = '${op}'` : ''}`);
	}

	/** The command line, against this office. */
	cli(args, good) {
		return thidua([...args, '--data', this.data, '--db', this.db], good);
	}

	nobody() {
		const client = new Client(this.url);
		this.clients.push(client);
		return client;
	}

	/** A browser in which the example's account of that role has been chosen. */
	async as(role) {
		const client = this.nobody();
		if (role !== 'public')
			await client.choose(role);
		return client;
	}

	/** What the sanitizers said; nothing, one hopes. */
	faults() {
		return /(ERROR: \w+Sanitizer|runtime error:|BUG)[^]*/.exec(this.log)?.[0] ?? '';
	}

	kill() {
		this.server.kill('SIGKILL');
		return this.ended;
	}

	async close() {
		for (const client of this.clients)
			client.close();
		this.server.kill('SIGTERM');
		const [code, signal] = await this.ended;
		if (code !== 0 || this.faults())
			throw new Error(`the server ended with ${code ?? signal}\n${this.faults() || this.log.slice(-4000)}`);
	}
}
