// Who may what, on both engines: every operation as every role against the golden matrix,
// as a stranger to the unit, and what one may not see is in no list, export or picker.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test, run } from '../lib/tap.mjs';
import { engines, inOffice, roles, thidua } from '../lib/office.mjs';
import { operations, plausible } from '../lib/operations.mjs';

const golden = new URL('../golden/rights.txt', import.meta.url);
const ops = operations(JSON.parse(thidua(['openapi']).out));

const matrix = () => thidua(['rights']).out;

test('the matrix of roles and operations is the golden one', () => {
	if (process.env.THIDUA_ACCEPT)
		writeFileSync(golden, matrix());
	assert.equal(matrix(), readFileSync(golden, 'utf8'),
		'rights have changed; if that is meant: build/thidua rights >tests/golden/rights.txt');
});

// "unit.create  write object : standing admin | …" to { name, scope, may }.
const lines = readFileSync(golden, 'utf8').split('\n').filter((l) => l && !l.startsWith('#') && !/\binternal\b/.test(l)).map((l) => {
	const [, name, , scope, may, more] = /^(\S+)\s+(\S+)\s+(\S+)\s*: ([^|]*)(.*)/.exec(l);
	return { name, scope, may: may.trim().split(' '), open: /\bopen\b/.test(more) };
});

// Whoever holds a role over one room only may not do what needs the whole office.
const inOneRoom = new Set(['unit_head', 'unit_clerk', 'member']);
function allowed({ scope, may }, role) {
	if (may.includes('everybody') || may.includes('public'))
		return true;
	if (role === 'public')
		return false;
	return may.includes('signed-in') || may.includes('member') ||
		(may.includes(role) && !(scope === 'office' && inOneRoom.has(role)));
}

// Whose rights end with their unit.
const below = ['unit_head', 'unit_clerk', 'member'];

for (const engine of engines)
	inOffice(engine, (t) => {

		for (const role of ['public', ...roles])
			t(`${role} is refused what is not for that role`, async (office) => {
				const wrong = [];
				let client = await office.as(role);
				const before = office.lines();
				for (const line of lines.filter((l) => !allowed(l, role))) {
					const op = ops.find((o) => o.name === line.name);
					const input = plausible(op, {});
					const res = op.write ? await client.call(op.name, input) : await client.read(op.name, { id: 1 });
					if (res.status !== (role === 'public' ? 401 : 403))
						wrong.push(`${op.name}: ${res.status} ${res.text.slice(0, 200)}`);
				}
				assert.deepEqual(wrong, []);
				assert.equal(office.lines(), before, 'something was refused, yet the journal has a line');
			});

		for (const role of ['public', ...roles])
			t(`nothing that ${role} may do is refused`, async (office) => {
				const wrong = [];
				let client = await office.as(role);
				for (const line of lines.filter((l) => allowed(l, role))) {
					const op = ops.find((o) => o.name === line.name);
					const res = op.write ? await client.call(op.name) : await client.read(op.name);
					if (res.status === 401 || res.status === 403 || res.status >= 500)
						wrong.push(`${op.name}: ${res.status} ${res.text.slice(0, 200)}`);
					if (op.name.startsWith('session.'))
						client = await office.as(role);
				}
				assert.deepEqual(wrong, []);
			});

		for (const role of below)
			t(`${role} reaches nothing of another unit by its number`, async (office) => {
				const client = await office.as(role);
				const wrong = [];
				const stranger = await strangers(office);
				assert.deepEqual(Object.keys(find).filter((k) => stranger[k] === undefined), []);
				// Open rows show every unit's; but of a plan what is issued only, and this one is a draft.
				const shut = (o) => o.object === 'plan' || !lines.find((l) => l.name === o.name).open;
				const [[last]] = office.sql('SELECT max(id) FROM journal');
				for (const op of ops.filter((o) => o.object && o.takesId && o.roles.includes(role) && shut(o))) {
					const id = stranger[op.object];
					if (id === undefined)
						continue;
					const input = { ...plausible(op, stranger), id };
					const res = op.write ? await client.call(op.name, input) :
						await client.read(op.name, Object.fromEntries(op.must.map((k) => [k, input[k]]).concat([['id', id]])));
					if (res.status !== 404)
						wrong.push(`${op.name} ${id}: ${res.status} ${res.text.slice(0, 200)}`);
				}
				assert.deepEqual(wrong, []);
				assert.deepEqual(office.sql(`SELECT op FROM journal WHERE id > ${last} AND detail NOT LIKE '%"_looked"%'`), [], 'refused, but the journal has a line');
			});

		for (const role of ['unit_head', 'unit_clerk', 'member'])
			t(`${role} sees nobody of another unit in lists, exports, pickers and search`, async (office) => {
				const client = await office.as(role);
				const [[id, name]] = office.sql(one);
				// The page repeats what was asked; the first word of the name is not asked for.
				const asked = encodeURIComponent(name.slice(name.indexOf(' ') + 1));
				const seen = [];
				const look = async (path) => {
					const res = await client.get(path);
					assert.ok(res.status < 500, `${path}: ${res.status}`);
					if (res.text.includes(name))
						seen.push(path);
				};
				for (const op of ops.filter((o) => o.kind === 'list' && !o.roles.includes('public'))) {
					const path = `/${op.name.replace('.', '/')}`;
					const word = op.fields.q ? `&q=${asked}` : '';
					const person = Object.entries(op.fields).find(([, f]) => f['x-ref'] === 'person')?.[0];
					for (const query of ['', word, person ? `&${person}=${id}` : ''])
						for (const form of [`${path}?limit=200`, `${path}.csv?`, `${path}.json?`])
							await look(form + query);
				}
				for (const op of ops.filter((o) => o.write))
					for (const [field, f] of Object.entries(op.fields))
						if (f['x-ref'] === 'person')
							await look(`/pick/person?op=${op.name}&field=${field}&q=${asked}`);
				assert.deepEqual(seen, []);
			});

		/* The stranger of the tests above gets the member's account and every role of the office: what was
		   found at a stranger is now one's own. Last, for that account is another's from here on. */
		t('nobody handles the own case, in whatever role', async (office) => {
			const [[me]] = office.sql(one), own = await strangers(office);
			own.account = office.sql(`SELECT id FROM account WHERE name = 'vidu.canbo'`)[0][0];
			await possess(office, Number(me), own);
			const client = await office.as('member');
			office.damage(`UPDATE account SET person_id = ${me} WHERE id = ${own.account}`);
			for (const role of roles)
				office.damage(`INSERT INTO role_grant (person_id, role, unit_id, basis, valid_from, valid_to) SELECT ${me}, '${role}', v.unit_id, 'Thử',
					'2020-01-01', '9999-12-31' FROM unit_version v WHERE v.parent_id IS NULL AND v.valid_to = '9999-12-31'`);
			const wrong = [], [[last]] = office.sql('SELECT max(id) FROM journal');
			const tried = ops.filter((o) => o.notOwn);
			for (const op of tried) {
				const input = plausible(op, own);
				for (const [name, f] of Object.entries(op.fields))
					if (f['x-ref'] === 'person')
						input[name] = Number(me);
				delete input.score; /* optional, and a number in words */
				if (op.takesId)
					input.id = own[op.object];
				if (!op.takesId) /* for a person, not for a unit or a household */
					for (const name of ['unit_id', 'household'])
						if (input.person_id && name in input && !op.must.includes(name))
							delete input[name];
				if (op.takesId && input.id === undefined) {
					wrong.push(`${op.name}: no ${op.object} of one's own`);
					continue;
				}
				const res = await client.call(op.name, { ...input, ...(op.fields._version && { _version: 'any' }) });
				if (res.status !== 403 || !/chính mình/.test(res.text))
					wrong.push(`${op.name}: ${res.status} ${res.text.slice(0, 200)}`);
			}
			assert.ok(tried.length > 60, `only ${tried.length}`);
			assert.deepEqual(wrong, []);
			assert.deepEqual(office.sql(`SELECT op FROM journal WHERE id > ${last} AND detail NOT LIKE '%"_looked"%'`), [], 'refused, but the journal has a line');
		});

		t('the administrator does see that person', async (office) => {
			const client = await office.as('admin');
			const [[, name]] = office.sql(one);
			const res = await client.get(`/person/list?q=${encodeURIComponent(name)}`);
			assert.ok(res.text.includes(`>${name}<`));
		});

	});

// Somebody of the guest house whose name nobody else has.
const one = `SELECT p.id, p.name FROM person p JOIN post o ON o.person_id = p.id
	JOIN unit_version v ON v.unit_id = o.unit_id WHERE v.short_name = 'NK' AND p.name IN
	(SELECT name FROM person GROUP BY name HAVING count(*) = 1) ORDER BY p.id LIMIT 1`;

// One record of each kind, of somebody in a unit in which none of the three acts. A new kind of
// object is added here, or the test below it fails.
const find = {
	person: (id) => `SELECT id FROM person WHERE id = ${id}`,
	unit: (id) => `SELECT unit_id FROM post WHERE person_id = ${id}`,
	post: (id) => `SELECT id FROM post WHERE person_id = ${id}`,
	identifier: (id) => `SELECT id FROM person_identifier WHERE person_id = ${id}`,
	grant: (id) => `SELECT id FROM role_grant WHERE person_id = ${id}`,
	delegation: (id) => `SELECT id FROM delegation WHERE taker_id = ${id}`,
	award: (id) => `SELECT id FROM award WHERE person_id = ${id}`,
	rating: (id) => `SELECT id FROM rating WHERE person_id = ${id}`,
	discipline: (id) => `SELECT id FROM discipline WHERE person_id = ${id}`,
	leave: (id) => `SELECT id FROM leave WHERE person_id = ${id}`,
	initiative: (id) => `SELECT initiative_id FROM initiative_author WHERE person_id = ${id}`,
	unit_year: (id) => `SELECT y.id FROM unit_year y JOIN post o ON o.unit_id = y.unit_id WHERE o.person_id = ${id}`,
	double: () => "SELECT d.id FROM person_double d JOIN person p ON p.id = d.one_id WHERE p.name = 'Người Trùng Tên'",
	merge: () => "SELECT m.id FROM person_merge m JOIN person p ON p.id = m.kept_id WHERE p.name = 'Người Được Gộp'",
	file: (id) => `SELECT id FROM file WHERE person_id = ${id}`,
	journal: (id) => `SELECT id FROM journal WHERE person_id = ${id}`,
	import: () => `SELECT i.id FROM import i JOIN file f ON f.id = i.file_id WHERE f.name = 'nguoi.csv'`,
	movement: (id) => `SELECT m.id FROM movement m JOIN post o ON o.unit_id = m.holder_id WHERE m.state = 'draft' AND o.person_id = ${id}`,
	review: () => "SELECT id FROM movement_review WHERE state = 'planned'",
	rollout: (id) => `SELECT x.id FROM movement_unit x JOIN post o ON o.unit_id = x.holder_id WHERE o.person_id = ${id}`,
	task: (id) => `SELECT t.id FROM task t JOIN post o ON o.unit_id = t.holder_id WHERE o.person_id = ${id}`,
	report: (id) => `SELECT r.id FROM task_report r JOIN task t ON t.id = r.task_id JOIN post o ON o.unit_id = t.holder_id WHERE o.person_id = ${id}`,
	session: () => `SELECT id FROM session WHERE account_id = ${admin}`,
	token: () => `SELECT id FROM api_token WHERE account_id = ${admin}`,
	notice: () => `SELECT id FROM notice WHERE account_id = ${admin}`,
	job: () => `SELECT id FROM job WHERE account_id = ${admin}`,
	attestation: (id) => `SELECT id FROM attestation WHERE person_id = ${id}`,
	registration: (id) => `SELECT r.id FROM registration r JOIN post o ON o.unit_id = r.holder_id WHERE r.kind = 'unit' AND o.person_id = ${id}`,
	dossier: (id) => `SELECT d.id FROM dossier d JOIN post o ON o.unit_id = d.holder_id WHERE o.person_id = ${id}`,
	nominee: (id) => `SELECT id FROM nominee WHERE dossier_id IN (${find.dossier(id)})`,
	nominee_ground: (id) => `SELECT id FROM nominee_ground WHERE nominee_id IN (${find.nominee(id)})`,
	dossier_file: (id) => `SELECT id FROM dossier_file WHERE dossier_id IN (${find.dossier(id)})`,
	appraisal: (id) => `SELECT x.id FROM appraisal x JOIN post o ON o.unit_id = x.holder_id WHERE o.person_id = ${id}`,
	correction: (id) => `SELECT id FROM correction WHERE nominee_id IN (${find.nominee(id)})`,
	opinion: (id) => `SELECT id FROM opinion WHERE nominee_id IN (${find.nominee(id)})`,
	party: () => "SELECT y.id FROM pact_party y JOIN unit_version v ON v.unit_id = y.holder_id WHERE v.short_name = 'NC'",
	sheet: () => "SELECT s.id FROM score_sheet s JOIN unit_version v ON v.unit_id = s.holder_id WHERE v.short_name = 'NC'",
	score: () => "SELECT l.id FROM score_line l JOIN score_sheet s ON s.id = l.sheet_id JOIN unit_version v ON v.unit_id = s.holder_id WHERE v.short_name = 'NC'",
	check: () => 'SELECT l.id FROM score_line l JOIN criterion k ON k.id = l.criterion_id WHERE k.checker_id IS NOT NULL',
	deed_file: (id) => `SELECT x.id FROM deed_file x JOIN deed d ON d.id = x.deed_id WHERE d.person_id = ${id}`,
	deed: (id) => `SELECT id FROM deed WHERE person_id = ${id}`,
	writing: (id) => `SELECT id FROM paper WHERE person_id = ${id}`,
	certificate: (id) => `SELECT c.id FROM certificate c JOIN award a ON a.id = c.award_id WHERE a.person_id = ${id}`,
	extract: (id) => `SELECT id FROM award_extract WHERE person_id = ${id}`,
	service: (id) => `SELECT id FROM service WHERE person_id = ${id}`,
	verdict: (id) => `SELECT id FROM law_verdict WHERE person_id = ${id}`,
	reader: (id) => `SELECT id FROM reader WHERE person_id = ${id}`,
	reading: (id) => `SELECT g.id FROM reading g JOIN post o ON o.unit_id = g.unit_id WHERE o.person_id = ${id}`,
	training: (id) => `SELECT t.id FROM training t JOIN post o ON o.unit_id = t.unit_id WHERE o.person_id = ${id}`,
	attendee: (id) => `SELECT a.id FROM attendee a JOIN training t ON t.id = a.training_id
		JOIN post o ON o.unit_id = t.unit_id WHERE o.person_id = ${id}`,
	plan: (id) => `SELECT n.id FROM plan n JOIN post o ON o.unit_id = n.unit_id WHERE o.person_id = ${id}`,
	council: () => 'SELECT id FROM council',
	council_member: (id) => `SELECT id FROM council_member WHERE person_id = ${id}`,
	meeting: () => 'SELECT id FROM meeting',
	meeting_item: () => 'SELECT id FROM meeting_item',
	attendance: (id) => `SELECT id FROM attendance WHERE person_id = ${id}`,
	recusal: (id) => `SELECT id FROM recusal WHERE person_id = ${id}`,
	meeting_question: () => 'SELECT id FROM meeting_question',
	ballot: () => 'SELECT id FROM ballot',
	exemplar: (id) => `SELECT id FROM exemplar WHERE person_id = ${id}`,
	exemplar_picture: (id) => `SELECT id FROM exemplar_picture WHERE exemplar_id IN (${find.exemplar(id)})`,
	decision: () => "SELECT id FROM decision WHERE title = 'Quyết định thử'",
	plan_section: (id) => `SELECT id FROM plan_section WHERE plan_id = (${find.plan(id)} LIMIT 1)`,
	plan_citation: (id) => `SELECT id FROM plan_citation WHERE plan_id = (${find.plan(id)} LIMIT 1)`,
	plan_task: (id) => `SELECT id FROM plan_task WHERE plan_id = (${find.plan(id)} LIMIT 1)`,
};
// Everybody who may use their operations sees them all: no stranger has one.
const open = new Set(['document', 'guidance', 'material', 'round', 'award_round', 'pact', 'criteria', 'criterion', 'scoring']);
const account = (name) => `(SELECT id FROM account WHERE name = 'vidu.${name}')`;
const admin = account('quantri');

// What nobody of that unit has in the example.
async function furnish(office, person, unit) {
	const standing = await office.as('standing'), head = await office.as('head');
	const by = (client) => async (op, input, file) => {
		const res = await (file ? client.upload(op, input, file) : client.call(op, input));
		assert.ok(res.status === 200 || res.status === 202, `${op}: ${res.status} ${res.text}`);
		return res.json.id;
	};
	const make = by(standing);
	const [[document]] = office.sql("SELECT id FROM document WHERE state = 'kept' LIMIT 1");
	const [[topic]] = office.sql('SELECT id FROM training_topic LIMIT 1');
	const held = new Date(Date.now() + 40 * 86400e3).toISOString().slice(0, 10);
	await make('reading.assign', { document_id: document, unit_id: unit, due: held });
	const training = await make('training.add', { topic_id: topic, title: 'Buổi của đơn vị khác', held_on: held, half_hours: 4, unit_id: unit });
	await make('training.invite', { id: training, person_id: person, _version: 'any' });
	const plan = await make('plan.write', { type: 'Kế hoạch', title: 'Kế hoạch của đơn vị khác', unit_id: unit });
	await make('plan_section.add', { plan_id: plan, label: 'I', title: 'Mục đích' });
	await make('plan_citation.add', { plan_id: plan, type: 'Luật', title: 'Luật Thi đua, khen thưởng', year: 2022 });
	await make('plan_task.add', { plan_id: plan, text: 'Một nhiệm vụ', kind: 'emulation' });
	await make('verdict.keep', { award: 'LDTT', subject: person });
	await make('writing.new', { kind: 'bao-cao-ca-nhan', person_id: person });
	const [[year, sign]] = office.sql(`SELECT year, sign FROM award WHERE person_id = ${person} AND state = 'valid' AND sign <> '' LIMIT 1`);
	await make('certificate.make', { year, sign, blank: 'giay-khen' });
	await make('extract.make', { person_id: person });
	const deed = await make('deed.add', { person_id: person, kind: 'sudden', title: 'Cứu dân trong lũ', year: 2025, on: '2025-09-30', scope: 'office' });
	await make('service.add', { person_id: person, post: 'CONG_TAC_NGANH', from: '2010-01-01' });
	await make('deed.attach', { id: deed, _version: 'any' }, ['evidence', 'anh.txt', 'Xác nhận của địa phương']);
	await make('file.add', { person_id: person }, ['content', 'tep.txt', 'Một tệp của người khác']);
	await make('import.add', { kind: 'person' }, ['content', 'nguoi.csv', 'Họ và tên;Đơn vị\nNguyễn Văn Thử;Nhà khách UBND tỉnh\n']);
	await make('movement.create', { title: 'Phong trào của đơn vị khác', level: 'unit', unit_id: unit, form: 'theme', begins: '2026-11-01', ends: held });
	await make('discipline.add', { person_id: person, form: 'reprimand', from: '2019-03-01' });
	await make('leave.add', { person_id: person, kind: 'study', from: '2019-03-01', to: '2019-09-01' });
	await make('unit_year.put', { unit_id: unit, year: 2018, members: 20 });
	await by(await office.as('admin'))('token.create', { label: 'Thử', ops: 'unit.list', days: 30 });
	await by(await office.as('admin'))('grant.add', { person_id: person, role: 'unit_clerk', unit_id: unit, basis: 'Thử' });
	const persons = {};
	for (const name of ['Người Trùng Tên', 'Người Được Gộp'])
		for (const which of [0, 1])
			(persons[name] ??= [])[which] = await make('person.create', { name, birth: '1990-02-03', gender: 'nam', post_title: 'Chuyên viên',
				cadre: 'official', unit_id: unit, since: '2026-01-01' });
	const [kept, gone] = persons['Người Được Gộp'];
	await make('person.merge', { id: kept, gone_id: gone, reason: 'Ghi hai lần', _version: 'any' });
	await by(await office.as('admin'))('double.find', {}); /* a job */
	while (office.sql(find.double()).length === 0)
		await new Promise((r) => setTimeout(r, 50));
	const own = (name) => Number(office.sql(`SELECT person_id FROM account WHERE name = 'vidu.${name}'`)[0][0]);
	await by(head)('delegation.add', { giver_id: own('chanhvp'), taker_id: person, kind: 'TL', field: 'Thử', basis: 'Thử', from: '2026-11-01', to: held });
	await propose(make, person, unit, deed, held);
	const exemplar = await make('exemplar.propose', { person_id: person, by_unit: unit, year: 2026, month: 10, title: 'Người của đơn vị khác',
		story: 'Một câu chuyện đủ dài để người đọc hiểu việc gì đã làm, làm thế nào, ai được lợi và vì sao người khác nên học theo cách làm ấy.' });
	// What would take a picture and a whole meeting to come by.
	office.damage(`INSERT INTO exemplar_picture (exemplar_id, file_id, caption, made_ms) SELECT ${exemplar}, min(id), 'Ảnh', 1 FROM file`);
	office.damage(`INSERT INTO decision (kind, unit_id, title, fold, level, made_ms) SELECT 'award', min(id), 'Quyết định thử', 'quyet dinh thu', 'office', 1 FROM unit`);
	await hold(office, make, own, person);
}

// A dossier on its way, with everything that hangs on it.
async function propose(make, person, unit, deed, held) {
	const dossier = await make('dossier.enter', { unit_id: unit, type: 'merit', year: 2026, title: 'Hồ sơ của đơn vị khác' });
	const nominee = await make('nominee.add', { dossier_id: dossier, person_id: person, code: 'LDTT' });
	await make('nominee.ground', { id: nominee, deed_id: deed, _version: 'any' });
	await make('dossier.attach', { id: dossier, need: 'TO_TRINH', title: 'Tờ trình', _version: 'any' }, ['content', 'to-trinh.txt', 'Tờ trình']);
	await make('dossier.send_for', { id: dossier, _version: 'any' });
	await make('dossier.receive', { id: dossier, _version: 'any' });
	await make('appraisal.assign', { id: dossier, rooms: [{ unit_id: unit, topic: 'Chuyên môn' }], due: held, _version: 'any' });
	await make('nominee.correct', { id: nominee, field: 'summary', asks: 'Ghi rõ con số', due: held, _version: 'any' });
	await make('nominee.ask', { id: nominee, body: 'tax', addressee: 'Thuế tỉnh', due: held, _version: 'any' });
}

// A council that meets: who is on it, nominated, recused, and what was asked and is voted on.
async function hold(office, make, own, person) {
	const [[top]] = office.sql('SELECT unit_id FROM unit_version WHERE parent_id IS NULL LIMIT 1');
	const council_id = await make('council.create', { kind: 'award', unit_id: Number(top), name: 'Hội đồng thử', sign: '9/QĐ-VP',
		dated: '2026-01-15', rank: 'office', quorum: '2/3', counting: 'all', lower_rule: 'with' });
	const members = { chair: own('chanhvp'), deputy: own('hoidong'), secretary: own('thuongtruc'), member: person };
	for (const [role, person_id] of Object.entries(members))
		await make('council_member.add', { council_id, person_id, role, from: '2026-01-15' });
	const today = new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 10);
	const id = await make('meeting.create', { council_id, title: 'Phiên thử', mode: 'room', held_on: today, at_time: '08:00', place: 'Phòng họp' });
	const item = await make('meeting_item.add', { meeting_id: id, person_id: person, code: 'LDTT' });
	await make('meeting.invite', { id, _version: 'any' });
	await make('meeting.roll', { id, state: 'room', _version: 'any' });
	await make('meeting.open', { id, _version: 'any' });
	await make('meeting_question.ask', { id: item, question: 'Minh chứng của sáng kiến ở đâu?', _version: 'any' });
	await make('ballot.prepare', { id, one_id: own('chanhvp'), two_id: own('vanthu'), three_id: own('thuongtruc'), room: 'screen', _version: 'any' });
}

async function strangers(office) {
	const [[id]] = office.sql(one), [[unit]] = office.sql(find.unit(id));
	if (office.sql(find.plan(id)).length === 0)
		await furnish(office, Number(id), Number(unit));
	return Object.fromEntries(Object.entries(find).flatMap(([kind, sql]) => {
		const [row] = office.sql(`${sql(id)} LIMIT 1`);
		return row ? [[kind, row[0]]] : [];
	}));
}

// What of kinds that office-wide operations are about is that person's.
async function possess(office, me, own) {
	const make = async (client, op, input) => {
		const res = await client.call(op, input);
		assert.ok(res.status === 200 || res.status === 202, `${op}: ${res.status} ${res.text}`);
		return res.json.id;
	};
	const standing = await office.as('standing');
	own.hold = await make(standing, 'hold.add', { person_id: me, kind: ops.find((o) => o.name === 'hold.add').fields.kind.enum[0],
		reason: 'Đang thanh tra', from: '2026-11-01' });
	// What only a long way through the year makes; where its other ends would be nobody asks here.
	const put = (table, columns, values) => {
		office.damage(`${office.engine === 'postgresql' ? 'SET session_replication_role = replica; ' : ''}INSERT INTO ${table} (${columns}) VALUES (${values})`);
		own[table] = office.sql(`SELECT max(id) FROM ${table}`)[0][0];
	};
	put('approval', 'op, title, input, summary, person_id, asked_by, asked_ms', `'person.leave', 'Thử', '{}', '', ${me}, 1, 1`);
	put('bonus', 'award_id, year, amount, made_ms', `${own.award}, 2026, 1, 1`);
	put('submission_line', 'submission_id, nominee_id', `1, ${own.nominee}`);
	office.damage(`UPDATE person_merge SET kept_id = ${me} WHERE id = ${own.merge}`);
	own.registration = office.sql(`SELECT id FROM registration WHERE person_id IS NOT NULL ORDER BY person_id <> ${me}, id LIMIT 1`)[0][0];
	office.damage(`UPDATE registration SET person_id = ${me} WHERE id = ${own.registration}`);
}

test('each kind of object is looked for at a stranger', () => {
	const kinds = ops.filter((o) => o.takesId && o.scope === 'object' && below.some((r) => o.roles.includes(r))).map((o) => o.object);
	assert.deepEqual([...new Set(kinds)].filter((k) => !find[k] && !open.has(k)), []);
});

await run();
