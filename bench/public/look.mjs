// Look-ups in a ledger of many awards, each with its certificate, by one client: p50, p99 and the server's processor time, on SQLite and, where
// THIDUA_TEST_PG names a server, on PostgreSQL. Each answer is looked at. Usage: bench/public/look.mjs BUILD AWARDS
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '../../tests/lib/client.mjs';

const [build, many] = process.argv.slice(2);
const program = join(build, 'src/cli/thidua'), awards = Number(many);
const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const rounds = Number(process.env.LOOK_ROUNDS ?? 2000);
const tables = ['person', 'award', 'certificate'], letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
assert.ok(awards >= 1000 && awards < 32 ** 5, 'AWARDS is a number from 1000 to 33 million');

const seed = (words) => readFileSync(join(here, 'seed.sql'), 'utf8').replace(/@(\w+)@/g, (all, w) => words[w] ?? all);

class Sqlite {
	name = 'SQLite';
	constructor(dir) {
		this.data = join(dir, 'sqlite');
		this.address = [];
	}
	run(text, more = []) {
		return execFileSync('sqlite3', ['-batch', '-bail', ...more, join(this.data, 'thidua.db')], { input: text, encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit'], maxBuffer: 1 << 26 });
	}
	fill() {
		const ddl = JSON.parse(this.run(`SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('${tables.join("','")}')`, ['-json']));
		const series = (n) => `(WITH RECURSIVE k(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM k WHERE n + 1 < ${n}) SELECT n FROM k) s`;
		this.run(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -2000000; BEGIN;
			${ddl.map((i) => `DROP INDEX ${i.name};`).join('\n')}
			${seed({ SERIES: series(awards), PEOPLE: series(Math.ceil(awards / 10)), BLOB: 'BLOB' })}
			${ddl.map((i) => `${i.sql};`).join('\n')}
			COMMIT; PRAGMA journal_mode = WAL;`);
	}
	size() {
		return statSync(join(this.data, 'thidua.db')).size;
	}
	end() { /* its folder goes with the others */ }
}

class Postgres {
	name = 'PostgreSQL';
	constructor(dir) {
		this.data = join(dir, 'postgres');
		this.base = `bench_public_${process.pid}`;
		this.psql('postgres', `CREATE DATABASE ${this.base}`);
		this.address = ['--db', this.at(this.base)];
	}
	at(name) {
		return process.env.THIDUA_TEST_PG.replace(/\/[^/?]*(\?|$)/, `/${name}$1`);
	}
	psql(name, text) {
		return execFileSync('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', this.at(name)], { input: text, encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit'], maxBuffer: 1 << 26 });
	}
	fill() {
		const ddl = this.psql(this.base, `SELECT i.indexname || '|' || i.indexdef FROM pg_indexes i WHERE i.tablename IN ('${tables.join("','")}')
			AND NOT EXISTS (SELECT 1 FROM pg_constraint c JOIN pg_class k ON k.oid = c.conindid WHERE k.relname = i.indexname)`).trim().split('\n').map((l) => l.split('|'));
		const series = (n) => `(SELECT g AS n FROM generate_series(0, ${n - 1}) g) s`;
		this.psql(this.base, `SET session_replication_role = replica; SET maintenance_work_mem = '1GB'; BEGIN;
			${ddl.map(([name]) => `DROP INDEX ${name};`).join('\n')}
			${seed({ SERIES: series(awards), PEOPLE: series(Math.ceil(awards / 10)), BLOB: 'bytea' })}
			${ddl.map(([, text]) => `${text};`).join('\n')}
			COMMIT; VACUUM (ANALYZE) ${tables.join(', ')};`);
	}
	size() {
		return Number(this.psql(this.base, `SELECT pg_database_size('${this.base}')`));
	}
	end() {
		this.psql('postgres', `DROP DATABASE IF EXISTS ${this.base} WITH (FORCE)`);
	}
}

async function serve(engine) {
	const server = spawn(program, ['serve', '--data', engine.data, ...engine.address, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
	const url = await new Promise((good, bad) => {
		let said = '';
		server.stdout.on('data', (d) => {
			said += d;
			const at = /https?:\/\/\S+/.exec(said);
			if (at)
				good(at[0]);
		});
		server.on('exit', (code) => bad(new Error(`the server ended with ${code}`)));
	});
	return { server, url };
}

const ticks = (pid) => {
	const f = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
	return (Number(f[11]) + Number(f[12])) * 10; // ms
};

const token = (n) => {
	const at = (k) => letters[Math.floor(n / 32 ** k) % 32];
	return `2222-222${at(4)}-${at(3)}${at(2)}${at(1)}${at(0)}`;
};

async function measure(engine, dir) {
	const began = performance.now();
	execFileSync(program, ['init', '--example', '--data', engine.data, ...engine.address], { stdio: 'pipe' });
	engine.fill();
	console.log(`${engine.name}: ${awards} awards with certificates, ${(engine.size() / 2 ** 30).toFixed(1)} GB, filled in ${((performance.now() - began) / 1000).toFixed(0)} s`);
	const { server, url } = await serve(engine);
	try {
		const stranger = new Client(url), standing = new Client(url);
		await standing.choose('standing');
		const get = async (who, path, says) => {
			const res = await who.get(path);
			assert.equal(res.status, 200, `${path}: ${res.status} ${res.text.slice(0, 300)}`);
			assert.ok(res.text.includes(says), `${path} does not say ${says}`);
		};
		const asked = {
			'certificate check, page': (n) => get(stranger, `/certificate/check?code=${token(n).toLowerCase().replaceAll('-', '')}`, `Lò Thị Số ${Math.floor(n / 10)}`),
			'certificate check, JSON': (n) => get(stranger, `/api/v1/certificate/check?code=${token(n)}`, '"valid"'),
			'a number that nobody has': (n) => get(stranger, `/api/v1/certificate/check?code=3${token(n).slice(1)}`, '"unknown"'),
			'one award': (n) => get(standing, `/award/${10000000 + n}`, `${Math.floor(n / 1000)}/QĐ-VP`),
			'awards of a person': (n) => get(standing, `/award/list?person=${10000000 + Math.floor(n / 10)}`, `Lò Thị Số ${Math.floor(n / 10)}`),
			'certificates of a person': (n) => get(standing, `/certificate/list?person=${10000000 + Math.floor(n / 10)}`, token(n)),
			'honours of a year and title, in public': (n) => get(stranger, `/public/honours?year=${2016 + n % 10}&code=${{ 3: 'CSTDCS', 7: 'GK' }[n % 10] ?? 'LDTT'}`, 'QĐ'),
			'first page, in public': () => get(stranger, '/public', 'Thi đua'),
		};
		for (const [name, one] of Object.entries(asked)) {
			let next = 12345; /* the same look-ups every time */
			const random = () => (next = next * 48271 % 2147483647) % awards;
			for (let i = 0; i < 20; i++)
				await one(random());
			const took = [], before = ticks(server.pid);
			for (let i = 0; i < rounds; i++) {
				const n = random(), begin = performance.now();
				await one(n);
				took.push(performance.now() - begin);
			}
			took.sort((a, b) => a - b);
			console.log(`  ${name.padEnd(40)} p50 ${took[rounds >> 1].toFixed(2).padStart(7)} ms  p99 ${took[Math.floor(rounds * 0.99)].toFixed(2).padStart(7)} ms  worst ${took.at(-1).toFixed(1).padStart(6)} ms  processor ${((ticks(server.pid) - before) / rounds).toFixed(2)} ms`);
		}
		stranger.close();
		standing.close();
	} finally {
		server.kill('SIGTERM');
		await new Promise((good) => server.once('exit', good));
	}
}

for (const Engine of process.env.THIDUA_TEST_PG ? [Sqlite, Postgres] : [Sqlite]) {
	const dir = mkdtempSync(join(tmpdir(), 'thidua-look-')), engine = new Engine(dir);
	try {
		await measure(engine, dir);
	} finally {
		engine.end();
		rmSync(dir, { recursive: true, force: true });
	}
}
