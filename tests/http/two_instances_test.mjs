// Two servers on one PostgreSQL: jobs, timetable, sessions, counters, and one that is killed.
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { openOffice, engines } from '../lib/office.mjs';
import { test, run } from '../lib/tap.mjs';

const skip = engines.includes('postgresql') ? null : 'skip: THIDUA_TEST_PG is not set';
let first, second;

function must(fact, say) {
	if (!fact)
		throw new Error(say);
}

async function until(ask, say, ms = 40000) {
	const end = Date.now() + ms;
	for (;;) {
		const answer = ask();
		if (answer)
			return answer;
		if (Date.now() > end)
			throw new Error(`waited in vain: ${say}`);
		await sleep(100);
	}
}

// The same key ring and database, another folder: as on a second machine.
async function beside(office) {
	const data = `${office.data}-second`;
	mkdirSync(data, { mode: 0o700 });
	cpSync(join(office.data, 'keys'), join(data, 'keys'), { recursive: true });
	const other = new office.constructor(office.engine, data, office.database);
	await other.start();
	return other;
}

function both(name, fn) {
	test(name, async () => {
		if (skip)
			return skip;
		first ??= await openOffice('postgresql');
		second ??= await beside(first);
		return fn();
	});
}

const job = (op) => first.sql(`INSERT INTO job (op, title, input, run_ms, made_ms)
	VALUES ('${op}', 'Thử', '{}', 1, 1) RETURNING id`)[0][0];
const state = (id) => first.sql(`SELECT state, attempts FROM job WHERE id = ${id}`)[0];
const runs = (office, id) => office.log.split('\n').filter((l) => l.includes(`id=${id} `) && l.includes('attempt=')).length;

both('each job is run once by one of them', async () => {
	const ids = Array.from({ length: 40 }, () => job('nightly.purge'));
	await until(() => first.count("job WHERE state = 'done'") >= ids.length, 'forty jobs');
	await sleep(300); // what the servers said about it has to arrive
	for (const id of ids) {
		must(state(id).join() === 'done,1', `job ${id}: ${state(id)}`);
		must(runs(first, id) + runs(second, id) === 1, `job ${id} was begun ${runs(first, id)} + ${runs(second, id)} times`);
	}
	// How they share is chance: a server that is quick may take them all.
	console.log(`#   begun by the first: ${ids.filter((id) => runs(first, id)).length} of ${ids.length}`);
});

both('what the timetable asks for is queued once', async () => {
	for (let night = 1; night <= 5; night++) {
		first.sql("UPDATE schedule SET next_ms = 1 WHERE name = 'org'");
		await until(() => first.count("job WHERE op = 'nightly.org' AND state = 'done'") >= night, `night ${night}`);
		await sleep(1200);
		const made = first.count("job WHERE op = 'nightly.org'");
		must(made === night, `${made} jobs after ${night} nights`);
	}
	const holders = first.sql("SELECT holder FROM schedule WHERE name = 'seal-step'");
	must(holders.length === 1 && holders[0][0].length > 0, 'nobody seals');
});

both('a session that began at one is known to the other, and ends for both', async () => {
	const here = await first.as('standing'), there = second.nobody();
	there.cookies = here.cookies;
	must((await there.get('/unit')).status === 200, 'the second does not know the session');
	const page = await there.get('/notice/clear');
	there.token = /name="_csrf" value="([^"]+)"/.exec(page.text)[1];
	must((await there.post('/notice/clear')).status === 303, 'a form of one is refused by the other');
	there.token = /name="_csrf" value="([^"]+)"/.exec((await here.get('/notice/clear')).text)[1];
	must((await there.post('/session/close')).status === 303, 'signing out');
	const after = await here.get('/unit');
	must(after.status === 303 || after.status === 401, `signed out at the second, ${after.status} at the first`);
});

both('failed sign-ins at both are counted together', async () => {
	const wrong = { account: 'vidu.canbo', password: 'không phải mật khẩu này', next: '/' };
	for (const office of [first, second, first, second, first])
		await office.nobody().post('/session/open', wrong);
	const [failures, locked] = first.sql("SELECT failures, CASE WHEN locked_ms > 0 THEN 1 ELSE 0 END FROM account WHERE name = 'vidu.canbo'")[0];
	must(failures === '5' && locked === '1', `${failures} failures, locked: ${locked}`);
});

both('the job of a server that was killed is finished by the other', async () => {
	// A lock that the job's statement waits for keeps it running until the server is gone.
	const address = first.db;
	const lock = spawn('psql', ['-XAtq', '-d', address], { stdio: ['pipe', 'pipe', 'inherit'] });
	lock.stdin.write('BEGIN; LOCK TABLE notice IN ACCESS EXCLUSIVE MODE; SELECT 1;\n');
	await new Promise((good) => lock.stdout.once('data', good));
	const id = job('nightly.purge');
	await until(() => state(id)[0] === 'running', 'the job begins');
	await sleep(300);
	const [dead, alive] = runs(first, id) ? [first, second] : [second, first];
	must(runs(dead, id) === 1 && runs(alive, id) === 0, 'it is not clear who runs it');
	await dead.kill();
	lock.stdin.end('ROLLBACK;\n');
	must(state(id)[0] === 'running', 'the killed server finished it');
	const began = Date.now();
	await until(() => state(id)[0] === 'done', 'the other takes over');
	await sleep(300);
	must(state(id)[1] === '2' && runs(alive, id) === 1, `attempts ${state(id)[1]}, begun ${runs(alive, id)} times`);
	console.log(`#   taken over after ${Date.now() - began} ms`);
	// And the timetable's steps go on.
	const seals = () => Number(first.sql("SELECT last_ms FROM schedule WHERE name = 'seal-step'")[0][0]);
	const last = seals();
	await until(() => seals() > last, 'somebody seals again');
	if (dead === first)
		await first.start();
});

test('both end cleanly', async () => {
	if (skip)
		return skip;
	for (const office of [second, first])
		if (office && office.server.exitCode === null && office.server.signalCode === null)
			await office.close();
});

await run();
