// A province comes in one file: 100 000 people by list, out again, backed up, restored, moved to the
// other engine. Everybody is there at every step.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { emptyDatabase, engines, inOffice, thidua } from '../lib/office.mjs';
import { run } from '../lib/tap.mjs';

const rows = Number(process.env.THIDUA_LARGE ?? 100000);
const sleep = (ms) => new Promise((good) => setTimeout(good, ms));
const pick = (list, i) => list[i % list.length];
const surnames = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Vàng', 'Giàng', 'Tẩn', 'Hoàng', 'Đặng', 'Lù', 'Vũ'];
const middles = ['Văn', 'Thị', 'Minh', 'Seo', 'Ngọc', 'Đức', 'A'];
const givens = ['An', 'Bình', 'Chi', 'Dũng', 'Hoà', 'Phượng', 'Sính', 'Páo', 'Quý', 'Thảo', 'Yến', 'Ước', 'Ánh'];
const units = ['Phòng Tổng hợp', 'Phòng Nội chính', 'Phòng Hành chính - Quản trị', 'Ban Tiếp công dân tỉnh'];

const person = (i) => ({
	name: `${pick(surnames, i)} ${pick(middles, i >> 3)} ${pick(givens, i >> 5)}`,
	cccd: `000${String(200000000 + i)}`, unit: pick(units, i), gender: i % 2 ? 'Nữ' : 'Nam',
	born: `${String(1 + i % 28).padStart(2, '0')}/${String(1 + i % 12).padStart(2, '0')}/${1966 + i % 35}`,
});

function file() {
	const lines = ['Họ và tên,Ngày sinh,Giới tính,Đối tượng,CCCD,Đơn vị,Chức vụ,Từ ngày'];
	for (let i = 0; i < rows; i++) {
		const p = person(i);
		lines.push(`${p.name},${p.born},${p.gender},Công chức,${p.cccd},${p.unit},Chuyên viên,05/01/2026`);
	}
	return Buffer.from(lines.join('\n'));
}

async function until(client, id, states) {
	for (;;) {
		const res = await client.read('import.view', { id });
		const state = /"state":\s*"(\w+)"/.exec(res.text)?.[1];
		if (states.includes(state))
			return;
		assert.ok(!['failed', 'dropped'].includes(state), res.text.slice(0, 1000));
		await sleep(200);
	}
}

async function bring(client) {
	const edge = '----thidualarge';
	const res = await client.request('POST', '/api/v1/import/add', {
		headers: { 'content-type': `multipart/form-data; boundary=${edge}`, 'x-csrf-token': client.token },
		body: Buffer.concat([Buffer.from(`--${edge}\r\ncontent-disposition: form-data; name="kind"\r\n\r\nperson\r\n--${edge}\r\n` +
			'content-disposition: form-data; name="content"; filename="tinh.csv"\r\ncontent-type: text/csv\r\n\r\n'), file(),
		Buffer.from(`\r\n--${edge}--\r\n`)]),
	});
	assert.equal(res.status, 200, res.text);
	const id = res.json.id;
	await until(client, id, ['read', 'matched', 'checked']);
	const columns = (await client.read('import.view', { id })).json.columns;
	const matched = await client.call('import.match', { id, cols: columns.map(({ field }, no) => ({ no, field })), _version: await version(client, id) });
	assert.equal(matched.status, 200, matched.text);
	await until(client, id, ['checked']);
	const start = await client.call('import.start', { id, mode: 'all', _version: await version(client, id) });
	assert.equal(start.status, 200, start.text);
	await until(client, id, ['done']);
}

const version = async (client, id) => (await client.read('import.view', { id })).json.version;

const people = (office) => office.count("person WHERE state = 'active'");

for (const engine of engines)
	inOffice(engine, (t) => {
		let before;
		t(`${rows} people come in by list`, async (office) => {
			before = people(office);
			await bring(await office.as('admin'));
			assert.equal(people(office), before + rows);
			assert.equal(office.count('person_identifier'), office.count('person'), 'each with a number of their own');
		});

		t('they go out again, everybody once', async (office) => {
			const client = await office.as('standing');
			const res = await client.get('/person/list.csv');
			assert.equal(res.status, 200);
			const names = new Map();
			for (const line of res.text.split('\n'))
				names.set(line.split(/[,;]/)[0], (names.get(line.split(/[,;]/)[0]) ?? 0) + 1);
			const want = new Map();
			for (let i = 0; i < rows; i++)
				want.set(person(i).name, (want.get(person(i).name) ?? 0) + 1);
			for (const [name, n] of want)
				assert.ok((names.get(name) ?? 0) >= n, `${name}: ${names.get(name)} of ${n}`);
		});

		t('the journal verifies', (office) => void office.cli(['log', 'verify']));

		t('a backup restores everybody', async (office) => {
			const backup = `${office.data}.tdb`, secret = `${office.data}.secret`, data = `${office.data}-restored`;
			office.cli(['backup', '--to', backup]);
			writeFileSync(secret, office.secret, { mode: 0o600 });
			const db = engine === 'postgresql' ? emptyDatabase() : `sqlite:${data}`;
			thidua(['restore', '--from', backup, '--data', data, '--db', db, '--secret-file', secret]);
			thidua(['log', 'verify', '--data', data, '--db', db]);
			rmSync(backup);
		});

		if (engines.length > 1)
			t('the move to the other engine keeps everybody', async (office) => {
				const to = engine === 'sqlite' ? emptyDatabase() : `sqlite:${office.data}-copy`;
				await office.close();
				const said = office.cli(['copy', '--to', to, '--trial']).out;
				assert.match(said, /mọi bảng khớp/);
				assert.ok(Number(/(\d+) dòng/.exec(said)[1]) > 3 * rows, said);
				await office.start();
			});
	});

await run();
