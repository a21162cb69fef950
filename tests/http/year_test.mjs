// The year of an office from an empty database, by hand: nothing is there but an administrator; people come in and are given their
// parts; then plan, movement, registration, achievement, dossier, check, council, secret vote, minutes, decision, number, money,
// certificate, publication, figures and report, each done by whom it belongs to, over the JSON API. Weeks pass by the clock: the office began with the
// program late in 2026 and ends the year under the amended law, which it has to confirm first.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { run, test } from '../lib/tap.mjs';
import { engines, emptyOffice } from '../lib/office.mjs';

const noon = (day) => String(Date.parse(`${day}T12:00:00+07:00`));
const PASSWORD = 'Mùa gặt 9 nương, 3 suối';

/* What an authenticator shows at that moment (RFC 6238). */
function totp(secret, ms) {
	const bits = [...secret.replaceAll('-', '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
	const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
	const step = Buffer.alloc(8);
	step.writeBigUInt64BE(BigInt(Math.floor(ms / 30000)));
	const mac = createHmac('sha1', key).update(step).digest();
	return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0');
}

class Year {
	constructor(engine) {
		this.engine = engine;
		this.people = {}; /* by part: { client, person, account, password } */
	}

	/** From here on it is noon of that day; everybody who has an account signs in anew. */
	async go(day) {
		this.day = day;
		const env = { THIDUA_CLOCK_MS: noon(day) };
		if (this.office)
			await this.office.close();
		else
			this.office = emptyOffice(this.engine, { office: 'Văn phòng Ủy ban nhân dân tỉnh Lào Cai', place: 'Lào Cai', account: 'quantri', name: 'Lý Láo Lở', env });
		this.office.log = '';
		this.office.clients = [];
		await this.office.start({ env });
		for (const one of Object.values(this.people)) {
			one.client = this.office.nobody();
			await one.client.signIn(one.account, one.password, { code: one.codes?.shift() });
		}
	}

	/** `part` does it; an edit takes whatever version there is. */
	async does(part, op, input = {}, file) {
		const client = this.people[part].client, all = 'id' in input ? { _version: 'any', ...input } : input;
		const res = await (file ? client.upload(op, all, file) : client.call(op, all));
		assert.ok(res.status === 200 || res.status === 202, `${this.day}: ${part} ${op}: ${res.status} ${res.text.slice(0, 1500)}`);
		return res.json;
	}

	async refused(part, op, input, why) {
		const res = await this.people[part].client.call(op, 'id' in input ? { _version: 'any', ...input } : input);
		assert.ok(res.status >= 400, `${part} ${op} was done`);
		assert.match(res.text, why);
	}

	async reads(part, op, filters) {
		const res = await this.people[part].client.read(op, filters);
		assert.equal(res.status, 200, `${part} ${op}: ${res.text.slice(0, 800)}`);
		return res.json;
	}

	async list(part, op, filters) {
		return (await this.reads(part, op, filters)).items;
	}

	/** A job of that answer has come to its end. */
	async done({ job }, state, says = /./) {
		for (;;) {
			const [now] = this.office.sql(`SELECT state, result || error FROM job WHERE id = ${job}`);
			if (!/^(waiting|running)$/.test(now[0])) {
				assert.equal(now[0], state, now[1]);
				return assert.match(now[1], says);
			}
			await new Promise((r) => setTimeout(r, 50));
		}
	}

	/** What whoever holds that certificate is told. */
	async proves(code, state) {
		const res = await this.office.nobody().read('certificate.check', { code: this.certificates.find((c) => c.code === code).token });
		assert.equal(res.json.state, state, res.text);
		return res.json;
	}

	/** What may take two people: where it waits, the second one confirms. */
	async both(first, second, op, input) {
		const said = await this.does(first, op, input);
		return said.approval ? this.does(second, 'approval.confirm', { id: said.approval }) : said;
	}
}

for (const engine of engines) {
	const y = new Year(engine);
	let stopped = false; /* each step stands on those before it */
	const t = (name, fn) => test(`${engine}: ${name}`, async () => {
		assert.ok(!stopped, 'an earlier step failed');
		stopped = true;
		await fn();
		stopped = false;
	});

	t('an administrator alone makes the office: units, people, accounts', async () => {
		await y.go('2026-11-02');
		const admin = y.office.nobody(), { account, password } = y.office.first;
		await admin.signIn(account, password, { fresh: PASSWORD });
		y.people.admin = { client: admin, account, password: PASSWORD };
		await admin.post('/account/totp_begin', { password: PASSWORD });
		const secret = /id="secret">([A-Z2-7-]+)/.exec((await admin.get('/account/totp_confirm')).text)[1];
		const enrolled = await admin.post('/account/totp_confirm', { code: totp(secret, Number(noon(y.day))) });
		y.people.admin.codes = enrolled.text.match(/[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}/g);
		assert.equal(y.people.admin.codes?.length, 10, enrolled.text.slice(0, 3000));
		await admin.renew();
		y.top = (await y.list('admin', 'unit.list'))[0].id;
		for (const [key, name] of [['ld', 'Lãnh đạo Văn phòng'], ['hcqt', 'Phòng Hành chính - Quản trị'], ['th', 'Phòng Tổng hợp']])
			y[key] = (await y.does('admin', 'unit.create', { name, kind: key === 'ld' ? 'board' : 'department', parent_id: y.top, on: '2019-01-01' })).id;
		for (const [part, name, unit, post_title, role, cadre] of [
			['head', 'Hoàng Quốc Bảo', 'ld', 'Chánh Văn phòng', 'head', 'official'],
			['deputy', 'Đỗ Minh Đức', 'ld', 'Phó Chánh Văn phòng', 'council', 'official'],
			['standing', 'Nguyễn Thị Hạnh', 'hcqt', 'Chuyên viên', 'standing', 'civil_servant'],
			['registry', 'Phạm Thu Ngân', 'hcqt', 'Văn thư', 'registry', 'civil_servant'],
			['accountant', 'Trần Thị Xuyến', 'hcqt', 'Kế toán trưởng', 'accountant', 'civil_servant'],
			['room_head', 'Trần Quốc Việt', 'hcqt', 'Trưởng phòng', 'unit_head', 'civil_servant'],
			['unit_head', 'Lù Seo Páo', 'th', 'Trưởng phòng', 'unit_head', 'civil_servant'],
			['clerk', 'Giàng Thị Dua', 'th', 'Chuyên viên', 'unit_clerk', 'civil_servant'],
			['member', 'Tẩn Mùi Phạm', 'th', 'Chuyên viên', null, 'civil_servant'],
		]) {
			const person = (await y.does('admin', 'person.create', { name, gender: 'nam', birth: '1985-05-05', cadre, unit_id: y[unit], post_title, since: '2020-03-01' })).id;
			const account = part.replace('_', '');
			// As long as nobody else can confirm, the administrator is alone; then it takes two where the role decides.
			const second = 'standing' in y.people ? 'standing' : 'head';
			if (role)
				await y.both('admin', second, 'grant.add', { person_id: person, role, unit_id: role.startsWith('unit_') ? y[unit] : y.top, basis: 'Quyết định số 01/QĐ-VP' });
			const made = await y.both('admin', second, 'account.create', { person_id: person, name: account });
			const client = y.office.nobody();
			await client.signIn(account, made.codes[0], { fresh: PASSWORD });
			y.people[part] = { client, person, account, password: PASSWORD };
		}
	});
	t('the plan of the year is read, confirmed, becomes a movement; the head launches it and the unit answers', async () => {
		const plan = readFileSync(new URL('../../src/app/example/plan.txt', import.meta.url));
		y.plan = (await y.does('standing', 'plan.read', { unit_id: y.top }, ['content', 'ke-hoach.txt', plan])).id;
		await y.does('standing', 'plan.confirm', { id: y.plan });
		y.movement = (await y.does('standing', 'movement.from_plan', { plan_id: y.plan, form: 'regular', begins: '2026-11-02', ends: '2026-12-31' })).id;
		await y.does('standing', 'movement.edit', { id: y.movement, title: 'Thi đua hoàn thành xuất sắc nhiệm vụ năm 2026', slogan: 'Kỷ cương, trách nhiệm' });
		await y.does('head', 'movement.launch', { id: y.movement, lacking: 'Nội dung đã có trong kế hoạch' });
		const mine = (await y.list('unit_head', 'rollout.list', { movement: y.movement }));
		assert.equal(mine.length, 1);
		await y.does('unit_head', 'movement.answer', { id: mine[0].id, answer: 'Phòng đã họp triển khai, phân công từng người.' });
		y.task = (await y.does('standing', 'task.create', { title: 'Trình chương trình công tác quý', kind: 'professional', unit_id: y.th, movement_id: y.movement, due: '2026-11-30' })).id;
	});

	t('unit and person register; the unit head approves; the standing body accepts the unit', async () => {
		y.round = (await y.does('standing', 'round.open', { title: 'Đăng ký thi đua năm 2026', year: 2026, unit_id: y.top, asks: 'both', movement_id: y.movement, due: '2026-11-15' })).id;
		const own = (await y.does('member', 'registration.write', { round_id: y.round, titles: [{ code: 'LDTT' }, { code: 'CSTDCS' }],
			targets: [{ what: 'Báo cáo tuần đúng hạn', planned: '48', measured_in: 'báo cáo' }], send: true })).id;
		await y.does('unit_head', 'registration.approve', { id: own });
		const ours = (await y.does('clerk', 'registration.write_unit', { round_id: y.round, unit_id: y.th, titles: [{ code: 'TTLDTT' }],
			targets: [{ what: 'Nhiệm vụ đúng hạn', planned: '98', measured_in: '%' }] })).id;
		await y.does('unit_head', 'registration.send_unit', { id: ours });
		await y.does('standing', 'registration.accept', { id: ours });
		assert.equal((await y.reads('member', 'registration.view', { id: own })).state, 'approved');
	});

	t('the work is done and reported; an achievement is told and confirmed', async () => {
		await y.go('2026-11-20');
		await y.does('unit_head', 'task.assign', { id: y.task, person_id: y.people.member.person });
		await y.does('member', 'task.done', { id: y.task, on: '2026-11-19', note: 'Đã trình, có số văn bản đi.', without: true });
		y.deed = (await y.does('member', 'deed.from_task', { id: y.task, kind: 'campaign', on: '2026-11-19', effect: 'Trình sớm 5 ngày, không phải sửa.', scope: 'office' })).id;
		await y.does('member', 'deed.attach', { id: y.deed }, ['evidence', 'minh-chung.txt', 'Văn bản số 12/BC-TH']);
		await y.does('unit_head', 'deed.confirm', { id: y.deed });
		y.initiative = (await y.does('member', 'initiative.draft', { kind: 'initiative', title: 'Bảng theo dõi chung', text: 'Một bảng theo dõi chung thay bảy sổ; mỗi văn bản một dòng, có hạn, có người chịu trách nhiệm, tự nhắc trước ba ngày.', effect: 'Giảm 40% văn bản quá hạn.', applied: 'Phòng Tổng hợp từ tháng 3.', share: 100 })).id;
		await y.does('member', 'initiative.file', { id: y.initiative });
		await y.does('standing', 'initiative.accept', { id: y.initiative });
	});
	t('the council for initiatives scores and concludes; the head of the office rates; what only people can say is attested', async () => {
		await y.go('2026-12-07');
		const [member, head] = [y.people.member.person, y.people.unit_head.person];
		const sheet = { id: y.initiative, novelty: 32, worth: 35, reach: 17, agrees: true };
		await y.refused('deputy', 'initiative.score', sheet, /Chỉ thành viên hội đồng sáng kiến/);
		await y.refused('standing', 'initiative.recognise', { id: y.initiative, scope: 'office', sign: '70/QĐ-VP', dated: '2026-12-07', issuer: 'Chánh Văn phòng' }, /conflict|không/i);
		const council_id = (await y.does('standing', 'council.create', { kind: 'initiative', unit_id: y.top, name: 'Hội đồng sáng kiến', sign: '69/QĐ-VP', dated: '2026-12-01',
			rank: 'office', quorum: '2/3', counting: 'all', lower_rule: 'own' })).id;
		for (const [part, role] of Object.entries({ head: 'chair', deputy: 'deputy', standing: 'secretary' }))
			await y.does('standing', 'council_member.add', { council_id, person_id: y.people[part].person, role, from: '2026-12-01' });
		const meeting_id = (await y.does('standing', 'meeting.create', { council_id, title: 'Phiên họp xét sáng kiến', mode: 'room', held_on: '2026-12-07' })).id;
		await y.does('standing', 'meeting.initiatives', { id: meeting_id });
		await y.does('standing', 'meeting.invite', { id: meeting_id });
		await y.does('standing', 'meeting.roll', { id: meeting_id, state: 'room' });
		await y.does('standing', 'meeting.open', { id: meeting_id });
		await y.does('deputy', 'initiative.score', sheet);
		const conclusion = { id: y.initiative, result: 'yes', meeting_id, reason: 'Dễ áp dụng, đã có kết quả' };
		await y.refused('standing', 'initiative.conclude', conclusion, /cần ít nhất 2/);
		await y.does('head', 'initiative.score', sheet);
		await y.does('standing', 'initiative.conclude', conclusion);
		await y.does('standing', 'meeting.close', { id: meeting_id, result: 'Đề nghị công nhận sáng kiến.' });
		await y.does('standing', 'meeting.minutes', { id: meeting_id });
		await y.does('standing', 'initiative.recognise', { id: y.initiative, scope: 'office', sign: '70/QĐ-VP', dated: '2026-12-07', issuer: 'Chánh Văn phòng' });
		for (const [person_id, level] of [[member, 'HTXSNV'], [head, 'HTTNV'], [y.people.clerk.person, 'HTTNV']])
			await y.does('standing', 'rating.add', { person_id, year: 2026, level, sign: '71/QĐ-VP', dated: '2026-12-07', issuer: 'Chánh Văn phòng' });
		for (const person_id of [member, head, y.people.clerk.person])
			await y.does('standing', 'attestation.add', { person_id, year: 2026, matter: 'TU_LUC', yes: 1, basis: 'Biên bản họp đơn vị' });
	});

	t('under the amended law nothing is sure until two people of the office confirm it', async () => {
		const ask = async (award) => y.reads('standing', 'law.explain', { award, subject: y.people.member.person, on: '2026-12-07' });
		for (const award of ['LDTT', 'CSTDCS']) {
			const before = await ask(award);
			assert.equal(before.verdict, 'unknown', JSON.stringify(before).slice(0, 1500));
			for (const { key, confirm } of before.missing)
				if (confirm)
					await y.both('standing', 'head', 'overlay.confirm', { key, from: '2026-12-07', source: 'Luật 06/2026/QH16, đã đối chiếu toàn văn', reason: 'Đã đối chiếu với công báo' });
			const after = await ask(award);
			assert.equal(after.verdict, 'eligible', JSON.stringify(after).slice(0, 3000));
		}
	});

	t('the unit proposes two people with grounds, papers and a check; the standing body receives and clears them', async () => {
		y.awardRound = (await y.does('standing', 'award_round.open', { title: 'Xét khen thưởng năm 2026', type: 'merit', year: 2026, unit_id: y.top,
			awards: [{ code: 'LDTT' }, { code: 'CSTDCS' }], due: '2026-12-15' })).id;
		y.dossier = (await y.does('clerk', 'dossier.new', { round_id: y.awardRound, unit_id: y.th, title: 'Đề nghị khen thưởng của Phòng Tổng hợp', sign: '01/TTr', dated: '2026-12-07' })).id;
		y.first = (await y.does('clerk', 'nominee.add', { dossier_id: y.dossier, person_id: y.people.member.person, code: 'CSTDCS', summary: 'Hoàn thành xuất sắc nhiệm vụ, có sáng kiến.' })).id;
		y.second = (await y.does('unit_head', 'nominee.add', { dossier_id: y.dossier, person_id: y.people.clerk.person, code: 'LDTT', summary: 'Hoàn thành tốt nhiệm vụ.' })).id;
		await y.does('clerk', 'nominee.ground', { id: y.first, initiative_id: y.initiative });
		const paper = async (need, more = {}) => y.does('unit_head', 'dossier.attach', { id: y.dossier, _version: 'any', need, title: `Giấy tờ ${need}`, ...more }, ['content', `${need}.txt`, `Văn bản ${need}`]);
		await paper('TO_TRINH');
		await paper('BIEN_BAN');
		await paper('CHUNG_NHAN', { nominee_id: y.first });
		for (const id of [y.first, y.second])
			await y.does('unit_head', 'nominee.report', { id });
		for (const id of [y.first, y.second])
			assert.equal((await y.reads('unit_head', 'nominee.check', { id })).verdict, 'eligible');
		await y.refused('clerk', 'dossier.send', { id: y.dossier }, /denied/);
		await y.does('unit_head', 'dossier.send', { id: y.dossier });
		await y.does('standing', 'dossier.receive', { id: y.dossier });
		await y.does('standing', 'appraisal.assign', { id: y.dossier, rooms: [{ unit_id: y.hcqt, topic: 'Mức độ hoàn thành nhiệm vụ' }], due: '2026-12-10' });
		const [room] = await y.list('room_head', 'appraisal.list', { dossier: y.dossier });
		await y.does('room_head', 'appraisal.rest', { id: room.id });
		await y.does('room_head', 'appraisal.done', { id: room.id, said: 'Nhất trí đề nghị.' });
		await y.refused('standing', 'nominee.clear', { id: y.first }, /chưa chốt/);
		assert.match(JSON.stringify(await y.does('standing', 'dossier.clear', { id: y.dossier })), /chưa chốt/);
		assert.equal((await y.reads('standing', 'nominee.view', { id: y.first })).state, 'proposed');
		await y.does('standing', 'rating.lock', { year: 2026 });
		await y.does('standing', 'dossier.clear', { id: y.dossier });
		await y.does('standing', 'dossier.council', { id: y.dossier });
		for (const id of [y.first, y.second])
			assert.equal((await y.reads('standing', 'nominee.view', { id })).state, 'cleared');
	});

	t('a council of five votes in secret on who is proposed; who is out of a matter has no vote on it; two codes open the box', async () => {
		await y.both('admin', 'head', 'grant.add', { person_id: y.people.accountant.person, role: 'council', unit_id: y.top, basis: 'Quyết định số 90/QĐ-VP' });
		await y.both('admin', 'head', 'grant.add', { person_id: y.people.unit_head.person, role: 'council', unit_id: y.top, basis: 'Quyết định số 90/QĐ-VP' });
		// Who was just given a role that votes confirms it before voting.
		for (const part of ['accountant', 'unit_head'])
			await y.does(part, 'account.confirm_reset', {});
		const council_id = (await y.does('standing', 'council.create', { kind: 'award', unit_id: y.top, name: 'Hội đồng Thi đua - Khen thưởng', sign: '90/QĐ-VP', dated: '2026-12-07',
			rank: 'office', quorum: '2/3', counting: 'all', lower_rule: 'with' })).id;
		const seats = { head: 'chair', deputy: 'deputy', accountant: 'member', unit_head: 'member', standing: 'secretary' };
		for (const [part, role] of Object.entries(seats))
			await y.does('standing', 'council_member.add', { council_id, person_id: y.people[part].person, role, from: '2026-12-07' });
		const id = y.meeting = (await y.does('standing', 'meeting.create', { council_id, title: 'Phiên họp xét thi đua năm 2026', mode: 'room', held_on: '2026-12-10', at_time: '08:00', place: 'Phòng họp số 1' })).id;
		await y.does('standing', 'meeting.nominees', { id, lower: true });
		await y.does('standing', 'meeting.invite', { id });
		await y.does('standing', 'meeting.letter', { id });
		const items = y.items = await y.list('deputy', 'meeting_item.list', { meeting: id });
		assert.equal(items.length, 2);
		assert.match((await y.people.deputy.client.get(`/meeting_item/sheet?id=${items[0].id}`)).text, /Hoàn thành/);
		await y.go('2026-12-10');
		await y.does('standing', 'meeting.roll', { id, state: 'room' });
		await y.refused('unit_head', 'meeting_item.sheet', { id: items[0].id }, /không xem|GET|405|denied/);
		for (const { out } of (await y.reads('head', 'meeting.view', { id })).items)
			for (const one of out)
				await y.does('head', 'recusal.decide', { id: one.id, state: 'recused' });
		await y.does('standing', 'meeting.open', { id });
		const ballot = y.ballot = (await y.does('standing', 'ballot.prepare', { id, one_id: y.people.head.person, two_id: y.people.accountant.person, three_id: y.people.standing.person, room: 'screen' })).id;
		const codes = {};
		for (const part of ['head', 'accountant', 'standing'])
			[codes[part]] = (await y.does(part, 'ballot.key', { id: ballot })).codes;
		await y.does('standing', 'ballot.open', { id: ballot });
		for (const part of ['head', 'deputy', 'accountant', 'standing'])
			await y.does(part, 'ballot.cast', { id: ballot, votes: '1=for 2=for' });
		await y.refused('unit_head', 'ballot.cast', { id: ballot, votes: '1=for' }, /không/);
		await y.does('standing', 'ballot.close', { id: ballot, code_one: codes.head, code_other: codes.standing });
		await y.does('standing', 'ballot.record', { id: ballot });
		await y.does('standing', 'meeting.close', { id, result: 'Đề nghị tặng danh hiệu cho các trường hợp đủ số phiếu.' });
		await y.does('standing', 'meeting.minutes', { id });
		for (const one of [y.first, y.second])
			assert.equal((await y.reads('standing', 'nominee.view', { id: one })).state, 'passed');
	});

	t('the decision is drafted, signed, numbered, published; ledger, money and certificates follow from it', async () => {
		await y.go('2026-12-21');
		const id = y.decision = (await y.does('standing', 'decision.draft', { meeting_id: y.meeting, reason: 'Đã có thành tích trong phong trào thi đua năm 2026' })).id;
		await y.does('standing', 'decision.paper', { id });
		await y.does('head', 'decision.sign', { id });
		await y.does('registry', 'decision.number', { id, number: 112, dated: '2026-12-21' });
		await y.does('registry', 'decision.attach', { id, _version: 'any' }, ['file', 'quyet-dinh.txt', 'Bản có chữ ký và dấu']);
		await y.does('registry', 'decision.publish', { id });
		const awards = await y.list('standing', 'award.list', { year: 2026 });
		assert.deepEqual(awards.map((a) => a.code).sort(), ['CSTDCS', 'LDTT']);
		await y.does('accountant', 'fund.income', { amount: 20000000, on: '2026-12-21', basis: 'Dự toán năm 2026' });
		await y.does('accountant', 'bonus.sheet', { id });
		await y.does('accountant', 'bonus.pay_all', { id, on: '2026-12-21', voucher: 'PC 15' });
		const paid = await y.list('accountant', 'bonus.list', { decision: id });
		assert.deepEqual(paid.map((b) => [b.code, b.amount, b.state]).sort(), [['CSTDCS', 2530000, 'paid'], ['LDTT', 760000, 'paid']]);
		await y.does('registry', 'blank.receive', { blank: 'giay-khen', count: 50, on: '2026-12-21', source: 'Kho' });
		await y.does('standing', 'decision.certificates', { id, blank: 'chien-si-thi-dua-co-so', code: 'CSTDCS' });
		await y.does('standing', 'decision.certificates', { id, blank: 'giay-khen' });
		y.certificates = await y.list('registry', 'certificate.list', { year: 2026 });
		assert.deepEqual(y.certificates.map((c) => c.golden).sort(), [1, 2]);
		await y.done(await y.does('registry', 'certificate.print', { year: 2026, sign: '112/QĐ-VP' }), 'failed', /xin in riêng từng danh hiệu/);
		for (const code of ['CSTDCS', 'LDTT'])
			await y.done(await y.does('registry', 'certificate.print', { year: 2026, sign: '112/QĐ-VP', code }), 'done');
		for (const c of y.certificates)
			await y.does('registry', 'certificate.give', { id: c.id, on: '2026-12-21' });
	});

	t('the public sees who was honoured, and a certificate proves itself', async () => {
		for (const key of ['public.honours', 'public.decisions', 'public.movements'])
			await y.does('admin', 'setting.set', { key, value: '1', basis: 'Quy chế công khai' });
		const stranger = y.office.nobody();
		assert.match((await stranger.get('/public/honours')).text, /Tẩn Mùi Phạm/);
		assert.match((await stranger.get('/public/decisions')).text, /112\/QĐ-VP/);
		await y.proves('CSTDCS', 'valid');
		await y.proves('LDTT', 'valid');
		assert.equal((await stranger.read('certificate.check', { code: 'K7QM-2XWD-9FJT' })).json.state, 'unknown');
	});

	t('one award is corrected, one is taken back: money is recovered and the certificate says cancelled', async () => {
		const awards = await y.list('standing', 'award.list', { year: 2026 });
		const [fix, gone] = [awards.find((a) => a.code === 'LDTT'), awards.find((a) => a.code === 'CSTDCS')];
		const signed = async (id, number) => {
			await y.does('head', 'decision.sign', { id });
			await y.does('registry', 'decision.number', { id, number, dated: '2026-12-21' });
			await y.does('registry', 'decision.attach', { id, _version: 'any' }, ['file', 'quyet-dinh.txt', 'Bản có chữ ký và dấu']);
			await y.does('registry', 'decision.publish', { id });
		};
		await signed((await y.does('standing', 'decision.correct', { id: fix.id, field: 'post_title', after: 'Chuyên viên chính', reason: 'Ghi nhầm chức vụ' })).id, 113);
		await signed((await y.does('standing', 'decision.take_back', { id: gone.id, reason: 'Kê khai thành tích không đúng sự thật', basis: 'Kết luận số 3/KL-TTr' })).id, 114);
		const [owed] = await y.list('accountant', 'bonus.list', { state: 'recover' });
		await y.does('accountant', 'bonus.recover', { id: owed.id, on: '2026-12-21', voucher: 'PT 8' });
		await y.proves('LDTT', 'valid');
		assert.equal((await y.proves('CSTDCS', 'cancelled')).cancelled_by, '114/QĐ-VP');
		assert.equal((await y.list('standing', 'public.honours', { year: 2026, state: 'cancelled' })).length, 1);
		const [{ balance }] = await y.list('accountant', 'fund.years');
		assert.equal(balance, 20000000 - 760000);
	});

	t('the year is summed up: the movement closes with its final review, forms of statistics and the report are written from the data', async () => {
		await y.go('2027-01-08');
		await y.does('standing', 'movement.review', { id: y.movement, kind: 'final', due: '2027-01-10' });
		const [review] = await y.list('standing', 'review.list', { movement: y.movement });
		await y.does('standing', 'review.hold', { id: review.id, on: '2027-01-08', result: 'Đạt các mục tiêu đề ra.', _version: 'any' });
		await y.does('head', 'movement.close', { id: y.movement });
		for (const form of ['0601', '0602', '0603', '0604', '0605'])
			await y.does('standing', 'statistics.paper', { form, year: 2026 });
		await y.does('standing', 'writing.new', { kind: 'bao-cao-tong-ket', movement_id: y.movement });
		y.office.cli(['log', 'verify']);
	});
	test(`${engine}: the server ends cleanly`, () => y.office?.close());
}
await run();
