// One browser asks for the pages of a round, in offices of growing size: p50 and p99 by the clock and by the processor time of the
// server, its memory, and whether anything is lost. Usage: bench/office/run BUILD [PEOPLE …]
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '../../tests/lib/client.mjs';

const [build, ...sizes] = process.argv.slice(2);
const program = join(build, 'src/cli/thidua');
const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const rounds = Number(process.env.OFFICE_ROUNDS ?? 200);
const year = new Date(Date.now() + 7 * 3600e3).getUTCFullYear();

function fill(people) {
	const kept = process.env.OFFICE_DATA ? join(process.env.OFFICE_DATA, String(people)) : mkdtempSync(join(tmpdir(), 'thidua-office-'));
	if (existsSync(join(kept, 'thidua.db')))
		return kept;
	execFileSync(program, ['init', '--example', '--data', kept], { stdio: 'pipe' });
	// An office of 120 is the example and one more room of a hundred.
	const [communes, teams] = people < 1000 ? [1, 1] : [Math.round(people / 1000), 10];
	const sql = readFileSync(join(here, 'seed.sql'), 'utf8').replaceAll('@COMMUNES@', communes).replaceAll('@TEAMS@', teams)
		.replaceAll('@YEAR@', year).replaceAll('@PLANTED@', '77');
	execFileSync('sqlite3', ['-batch', '-bail', join(kept, 'thidua.db')], { input: sql, stdio: ['pipe', 'pipe', 'inherit'] });
	execFileSync(program, ['rebuild', '--data', kept], { stdio: 'pipe' });
	return kept;
}

async function serve(data) {
	const server = spawn(program, ['serve', '--data', data, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
	const url = await new Promise((good) => {
		let said = '';
		server.stdout.on('data', (d) => {
			said += d;
			const at = /https?:\/\/\S+/.exec(said);
			if (at)
				good(at[0]);
		});
	});
	return { server, url };
}

const ticks = (pid) => {
	const f = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
	return (Number(f[11]) + Number(f[12])) * 10; // ms
};
// Its own: what is mapped of the database file belongs to the system, and each connection's map of it counts anew.
const memory = (pid) => Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

async function measure(pid, one) {
	for (let i = 0; i < 10; i++)
		await one(i);
	const took = [], before = ticks(pid);
	for (let i = 0; i < rounds; i++) {
		const begin = performance.now();
		await one(i * 7919);
		took.push(performance.now() - begin);
	}
	took.sort((a, b) => a - b);
	return { p50: took[took.length >> 1], p99: took[Math.floor(took.length * 0.99)], cpu: (ticks(pid) - before) / rounds };
}

// Everything of a list, page after page.
async function whole(client, op, filters) {
	const ids = [];
	for (let after = ''; ;) {
		const res = await client.read(op, { ...filters, limit: 200, ...(after && { after }) });
		assert.equal(res.status, 200, res.text);
		ids.push(...res.json.items);
		if (!res.json.next)
			return ids;
		after = res.json.next;
	}
}

async function complete(client, sql, teams) {
	const units = await whole(client, 'award_round.units', { round: 1000 });
	assert.equal(new Set(units.map((u) => u.id)).size, teams, 'every unit is on the collecting page');
	for (const [state, want] of sql("SELECT CASE state WHEN 'sent' THEN 'sent' ELSE 'draft' END, count(*) FROM dossier WHERE round_id = 1000 GROUP BY 1"))
		assert.equal(units.filter((u) => u.state === state).length, Number(want), state);
	for (const [id, name] of sql("SELECT id, name FROM person WHERE fold LIKE 'phung khac khoan 1%' OR id % 10000 = 77 AND id > 100000 ORDER BY id DESC LIMIT 10")) {
		const found = await client.read('person.list', { q: name });
		assert.deepEqual(found.json.items.map((p) => String(p.id)), [id], name);
	}
	const last = 1000000 + teams - 1;
	const mine = await whole(client, 'nominee.list', { dossier: last });
	assert.equal(mine.length, 20);
}

for (const people of sizes.map(Number)) {
	const began = performance.now(), data = fill(people), filled = (performance.now() - began) / 1000;
	const sql = (text) => execFileSync('sqlite3', ['-readonly', '-batch', '-separator', '\t', join(data, 'thidua.db'), text], { encoding: 'utf8' })
		.split('\n').filter(Boolean).map((l) => l.split('\t'));
	const { server, url } = await serve(data);
	try {
		const client = new Client(url);
		await client.choose('standing');
		const teams = Number(sql('SELECT count(*) FROM dossier WHERE round_id = 1000')[0][0]);
		const dossier = (i) => 1000000 + i % teams;
		const draft = (i) => dossier(i) - (i % teams % 4 === 3 ? 1 : 0);
		const get = async (path) => {
			const res = await client.get(path);
			assert.equal(res.status, 200, `${path}: ${res.text.slice(0, 300)}`);
		};
		const words = ['nguyen', 'thi huong', 'phung khac khoan', 'to so 7', 'tran minh ha', 'xa so 1', 'ho so cua to', 'vang seo pao'];
		const asked = {
			'state of all units': () => get('/award_round/units?round=1000'),
			'page of the round': () => get('/award_round/1000'),
			'one dossier of twenty': (i) => get(`/dossier/${dossier(i)}`),
			'eligible now, a room of a hundred': async (i) => {
				const res = await client.call('dossier.pick', { id: draft(i), code: 'LDTT', unknown: true, _preview: '1', _version: 'any' });
				assert.equal(res.status, 200, res.text);
				assert.match(res.text, /Sẽ thêm \d+/);
			},
			'list of nominees, one room': (i) => get(`/nominee/list?unit=${10001 + i % Math.min(teams, 10)}`),
			'list of nominees, all': () => get('/nominee/list'),
			'one person': (i) => get(`/person/${100000 + i % (teams * 100)}`),
			'search': (i) => get(`/search/all?q=${encodeURIComponent(words[i % words.length])}`),
		};
		console.log(`${people} people, ${teams} rooms, ${(statSync(join(data, 'thidua.db')).size / 2 ** 20).toFixed(0)} MB, filled in ${filled.toFixed(0)} s`);
		await complete(client, sql, teams);
		for (const [name, one] of Object.entries(asked)) {
			const m = await measure(server.pid, one);
			console.log(`  ${name.padEnd(36)} p50 ${m.p50.toFixed(1).padStart(7)} ms  p99 ${m.p99.toFixed(1).padStart(7)} ms  processor ${m.cpu.toFixed(1).padStart(7)} ms`);
		}
		console.log(`  memory of its own ${memory(server.pid).toFixed(0)} MB`);
		client.close();
	} finally {
		const gone = new Promise((end) => server.once('exit', end));
		server.kill('SIGTERM');
		await gone;
		if (!process.env.OFFICE_DATA)
			rmSync(data, { recursive: true, force: true });
	}
}
