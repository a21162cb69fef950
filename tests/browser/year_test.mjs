// The year of an office through its pages, each step by whom it belongs to and reached by the link that the page before offers: plan,
// movement, registration, achievement, dossier, the law confirmed, council, secret vote, minutes, decision, number, money,
// certificate, honours in public, a submission upward with its answers, a correction, an award taken back, report. Pages are used as they are without JavaScript.
import assert from 'node:assert/strict';
import { run } from '../lib/tap.mjs';
import { inOffice } from '../lib/office.mjs';
import { launch, open, pageEngines } from '../lib/browser.mjs';

const browser = await launch();
const day = (plus) => new Date(Date.now() + 7 * 3600e3 + plus * 86400e3).toISOString().slice(0, 10).split('-').reverse().join('/');
const THIS = Number(day(0).slice(6));
const TOP = 'Văn phòng Ủy ban nhân dân tỉnh Lào Cai', UNIT = 'Phòng Tổng hợp', WHO = 'Tẩn Mùi Phạm';
const text = (name, words) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(words) });

async function put(page, name, value) {
	const at = page.locator(`main form [name="${name}"]`), picker = page.locator(`main form [name="_${name}"]`);
	if (typeof value === 'object')
		return at.setInputFiles(value);
	if (await at.count() === 0 || await at.first().getAttribute('type') === 'hidden') {
		assert.ok(await picker.count(), `${page.url()} has no field ${name}`);
		return picker.fill(value);
	}
	const [tag, type] = await at.first().evaluate((e) => [e.tagName, e.type]);
	if (tag === 'SELECT') {
		const options = await at.locator('option').evaluateAll((all) => all.map((o) => [o.value, o.textContent.trim()]));
		const found = options.find(([v]) => v === value) ?? options.find(([, words]) => words.includes(value));
		assert.ok(found, `${page.url()}: ${name} offers no ${value}: ${options.map(([, words]) => words).join(' | ').slice(0, 600)}`);
		return at.selectOption({ value: found[0] });
	}
	if (type === 'radio')
		return page.locator(`main form [name="${name}"][value="${value}"]`).check({ force: true });
	if (type === 'checkbox')
		return at.first().setChecked(value === '1', { force: true });
	return at.first().fill(value);
}

for (const engine of pageEngines)
	inOffice(engine, (t) => {
		const windows = {};
		let office;
		const at = async (role) => windows[role] ??= await open(browser, office, role, { javaScriptEnabled: false });
		let stopped = false; /* each step stands on those before it */
		const play = (name, fn) => t(name, async (here) => {
			assert.ok(!stopped, 'an earlier step failed');
			stopped = true;
			office = here;
			await fn();
			stopped = false;
		});

		/** `role` stands on `from`, takes the link to `op` and fills the form. */
		async function reaches(role, from, op, fields = {}) {
			const page = await at(role), path = `/${op.replace('.', '/')}`;
			assert.equal((await page.goto(from)).status(), 200, `${role}: ${from}`);
			const link = (under) => page.locator(`${under} a[href="${path}"], ${under} a[href^="${path}?"]`);
			const links = await link('main').count() ? link('main') : link('nav');
			assert.ok(await links.count(), `${role}: no link to ${op} on ${from}`);
			await page.goto(await links.first().getAttribute('href'));
			for (const [name, value] of Object.entries(fields))
				await put(page, name, value);
			return page;
		}

		/** `role` does `op`; what follows from a preview is confirmed. */
		async function does(role, from, op, fields) {
			const page = await reaches(role, from, op, fields), path = `/${op.replace('.', '/')}`;
			for (let i = 0; i < 2 && new URL(page.url()).pathname === path; i++)
				await page.locator('main form button.primary').first().click();
			const said = (await page.locator('.note.bad, .errors, [role=alert], .err').allInnerTexts()).filter(Boolean);
			assert.deepEqual(said, [], `${role} ${op}`);
			assert.notEqual(new URL(page.url()).pathname, path, `${role} ${op}: ${(await page.locator('main').innerText()).slice(0, 600)}`);
			return page;
		}
		const last = (table) => Number(office.sql(`SELECT max(id) FROM ${table}`)[0][0]);
		const state = (table, id) => office.sql(`SELECT state FROM ${table} WHERE id = ${id}`)[0][0];

		const ended = async (job) => {
			await (await at('standing')).goto('about:blank'); // the page of a job comes again by itself
			for (let i = 0; /waiting|running/.test(state('job', job)); i++) {
				assert.ok(i < 600, 'the job does not end');
				await new Promise((r) => setTimeout(r, 100));
			}
			assert.equal(state('job', job), 'done', office.sql(`SELECT 'job: ' || error FROM job WHERE id = ${job}`)[0][0]);
		};

		let plan, movement, round, deed, awards, dossier, nominee, council, meeting, ballot, decision, token;

		play('a plan becomes a movement that the head launches', async () => {
			await does('standing', '/plan/list', 'plan.write', { type: 'Kế hoạch', title: 'Thi đua chuyển đổi số cuối năm', number: '77', notation: 'KH-VP', dated: day(0), place: 'Lào Cai',
				issuer: 'Văn phòng UBND tỉnh Lào Cai', signer_post: 'Chánh Văn phòng', signer_name: 'Hoàng Quốc Bảo', text: 'I. MỤC ĐÍCH\nMọi hồ sơ lập trên mạng.\nII. NỘI DUNG\n1. Các phòng rà soát hồ sơ giấy.' });
			plan = last('plan');
			await does('standing', `/plan/${plan}`, 'plan.confirm');
			await does('standing', `/plan/${plan}`, 'movement.from_plan', { form: 'theme', begins: day(0), ends: day(60) });
			movement = last('movement');
			await does('head', `/movement/${movement}`, 'movement.launch', { lacking: 'Các nội dung khác theo kế hoạch chung của năm' });
			await does('unit_head', `/movement/${movement}`, 'movement.answer', { answer: 'Phòng đã phân công từng người.' });
			assert.equal(state('movement', movement), 'launched');
		});

		play('who works there registers, and the head of the unit approves', async () => {
			await does('standing', '/round/list', 'round.open', { title: 'Đăng ký chuyên đề chuyển đổi số', year: String(THIS), unit_id: TOP, asks: 'both', movement_id: 'Thi đua chuyển đổi số cuối năm', due: day(10) });
			round = last('registration_round');
			await does('member', `/round/${round}`, 'registration.write', { 'titles.0.code': 'GK', 'targets.0.what': 'Hồ sơ lập trên mạng', 'targets.0.planned': '100', 'targets.0.measured_in': '%', send: '1' });
			await does('unit_head', `/registration/${last('registration')}`, 'registration.approve');
			assert.equal(state('registration', last('registration')), 'approved');
		});

		play('an achievement is told with its evidence and confirmed', async () => {
			await does('member', '/deed/list', 'deed.report', { kind: 'campaign', title: 'Số hóa 900 hồ sơ giấy của phòng', on: day(-1), effect: 'Tìm một hồ sơ còn 10 giây.', scope: 'office', evidence: text('minh-chung.txt', 'Biên bản nghiệm thu') });
			deed = last('deed');
			await does('unit_head', `/deed/${deed}`, 'deed.confirm');
			assert.equal(state('deed', deed), 'valid');
		});

		play('the unit proposes with ground and papers; what the law still wants is attested, confirmed by two people, and the check says so', async () => {
			await does('standing', '/award_round/list', 'award_round.open', { title: 'Khen thưởng chuyên đề chuyển đổi số', type: 'theme', year: String(THIS), unit_id: TOP, movement_id: 'Thi đua chuyển đổi số cuối năm', 'awards.0.code': 'GK', due: day(5) });
			awards = last('award_round');
			await does('unit_clerk', `/award_round/${awards}`, 'dossier.new', { unit_id: UNIT, title: 'Đề nghị khen chuyên đề của Phòng Tổng hợp', sign: '09/TTr', dated: day(0) });
			dossier = last('dossier');
			await does('unit_clerk', `/dossier/${dossier}`, 'nominee.add', { person_id: WHO, code: 'GK', summary: 'Số hóa toàn bộ hồ sơ giấy của phòng.' });
			nominee = last('nominee');
			await does('unit_clerk', `/nominee/${nominee}`, 'nominee.ground', { deed_id: 'Số hóa 900 hồ sơ giấy của phòng' });
			for (const [need, title] of [['TO_TRINH', 'Tờ trình'], ['BIEN_BAN', 'Biên bản họp phòng']])
				await does('unit_clerk', `/dossier/${dossier}`, 'dossier.attach', { need, title, content: text(`${need}.txt`, title) });
			await does('unit_clerk', `/nominee/${nominee}`, 'nominee.report');
			const whom = office.sql(`SELECT person_id FROM nominee WHERE id = ${nominee}`)[0][0];
			for (const matter of ['GUONG_MAU', 'HOAN_THANH_TOT'])
				await does('unit_head', '/attestation/list', 'attestation.add', { person_id: WHO, year: String(THIS), matter, yes: '1', basis: 'Biên bản họp phòng' });
			const api = await office.as('standing');
			const ask = async () => (await api.read('law.explain', { award: 'GK', subject: whom, type: 'theme' })).json;
			for (const { key, confirm } of (await ask()).missing)
				if (confirm) {
					await does('standing', '/overlay/list', 'overlay.confirm', { key, from: day(0), source: 'Luật 06/2026/QH16, toàn văn trên công báo', reason: 'Đã đối chiếu từng điều kiện' });
					await does('head', `/approval/${last('approval')}`, 'approval.confirm');
				}
			assert.equal((await ask()).verdict, 'eligible');
			await does('unit_head', `/dossier/${dossier}`, 'dossier.send');
			await does('standing', `/dossier/${dossier}`, 'dossier.receive');
			await does('standing', `/dossier/${dossier}`, 'appraisal.assign', { 'rooms.0.unit_id': UNIT, 'rooms.0.topic': 'Kết quả thực tế', due: day(5) });
			await does('unit_head', `/appraisal/${last('appraisal')}`, 'appraisal.rest');
			await does('unit_head', `/appraisal/${last('appraisal')}`, 'appraisal.done', { said: 'Nhất trí' });
			await does('standing', `/dossier/${dossier}`, 'dossier.clear');
			await does('standing', `/dossier/${dossier}`, 'dossier.council');
			assert.equal(state('nominee', nominee), 'cleared');
		});

		play('the council votes in secret; two codes open the box; minutes are written', async () => {
			await does('standing', '/council/list', 'council.create', { kind: 'award', unit_id: TOP, name: 'Hội đồng xét chuyên đề', sign: '99/QĐ-VP', dated: day(-1), rank: 'office', quorum: '2/3', counting: 'all', lower_rule: 'with' });
			council = last('council');
			const seats = { head: ['Hoàng Quốc Bảo', 'chair'], council: ['Đỗ Minh Đức', 'deputy'], standing: ['Nguyễn Thị Hạnh', 'secretary'] };
			for (const [person_id, role] of Object.values(seats))
				await does('standing', `/council/${council}`, 'council_member.add', { person_id, role, from: day(-1) });
			await does('standing', `/council/${council}`, 'meeting.create', { title: 'Phiên xét chuyên đề', mode: 'room', held_on: day(0), at_time: '08:00', place: 'Phòng họp số 3' });
			meeting = last('meeting');
			await does('standing', `/meeting/${meeting}`, 'meeting.nominees', { dossier_id: 'Đề nghị khen chuyên đề của Phòng Tổng hợp' });
			await does('standing', `/meeting/${meeting}`, 'meeting.invite');
			const reader = await at('council');
			await reader.goto(`/meeting/${meeting}`);
			await reader.goto(await reader.locator('a[href^="/meeting_item/sheet"]').first().getAttribute('href'));
			assert.match(await reader.locator('main').innerText(), /Số hóa toàn bộ hồ sơ giấy[^]*Đủ điều kiện[^]*Số hóa 900 hồ sơ/);
			await does('standing', `/meeting/${meeting}`, 'meeting.roll', { state: 'room' });
			await does('standing', `/meeting/${meeting}`, 'meeting.open');
			const [chair, deputy, secretary] = Object.values(seats).map(([name]) => name);
			await does('standing', `/meeting/${meeting}`, 'ballot.prepare', { one_id: chair, two_id: deputy, three_id: secretary, room: 'screen' });
			ballot = last('ballot');
			const codes = {};
			for (const role of Object.keys(seats)) {
				const page = await reaches(role, `/ballot/${ballot}`, 'ballot.key');
				await page.locator('main form button.primary').click();
				codes[role] = /(?:[A-Z0-9]{5}-){4}[A-Z0-9]{5}/.exec(await page.locator('main').innerText())?.[0];
				assert.ok(codes[role], await page.locator('main').innerText());
			}
			await does('standing', `/ballot/${ballot}`, 'ballot.open');
			for (const role of Object.keys(seats)) {
				const page = await at(role);
				await page.goto(`/meeting/${meeting}`);
				await page.goto(await page.locator('a[href^="/ballot/cast"]').first().getAttribute('href'));
				await page.locator('fieldset').first().locator('input[value=for]').check({ force: true });
				await page.click('button:has-text("Bỏ phiếu")');
				await page.locator('text=Đã bỏ phiếu').first().waitFor();
			}
			await does('head', `/ballot/${ballot}`, 'ballot.close', { code_one: codes.head, code_other: codes.standing });
			await does('standing', `/ballot/${ballot}`, 'ballot.record');
			await does('standing', `/meeting/${meeting}`, 'meeting.close', { result: 'Đề nghị tặng Giấy khen' });
			await does('standing', `/meeting/${meeting}`, 'meeting.minutes');
			assert.equal(state('nominee', nominee), 'passed');
		});

		play('the decision is signed, numbered and published; the money is paid and the certificate made', async () => {
			await does('standing', '/decision/list', 'decision.draft', { meeting_id: 'Phiên xét chuyên đề', reason: 'Đã có thành tích trong phong trào chuyển đổi số' });
			decision = last('decision');
			await does('standing', `/decision/${decision}`, 'decision.paper');
			await does('head', `/decision/${decision}`, 'decision.sign');
			await does('registry', `/decision/${decision}`, 'decision.number', { number: '301', dated: day(0) });
			await does('registry', `/decision/${decision}`, 'decision.attach', { file: text('301.txt', 'Bản có chữ ký và dấu') });
			await does('registry', `/decision/${decision}`, 'decision.publish');
			await does('accountant', '/fund/list', 'fund.income', { amount: '9000000', on: day(0), basis: 'Trích lập bổ sung' });
			await does('accountant', `/decision/${decision}`, 'bonus.pay_all', { on: day(0), voucher: 'PC 77' });
			await does('standing', `/decision/${decision}`, 'decision.certificates', { blank: 'giay-khen' });
			const [[paid, code]] = office.sql(`SELECT b.state, c.token FROM decision_line l JOIN bonus b ON b.line_id = l.id JOIN certificate c ON c.award_id = b.award_id WHERE l.decision_id = ${decision}`);
			assert.equal(paid, 'paid');
			token = code;
			await does('registry', '/certificate/list', 'certificate.give', { on: day(0) });
		});

		play('a stranger sees the honour and proves the certificate', async () => {
			const page = await at(null);
			await page.goto('/public');
			await page.click('nav a[href="/public/honours"], a[href="/public/honours"]');
			assert.match((await page.locator('main tr', { hasText: '301/QĐ-VP' }).allInnerTexts()).join('\n'), new RegExp(WHO));
			await page.goto('/certificate/check');
			await page.fill('[name=code]', token.toLowerCase());
			await page.locator('main form button').first().click();
			assert.match(await page.locator('main').innerText(), new RegExp(`${WHO}[^]*301/QĐ-VP`));
		});

		play('what the level above decides is sent back once, goes up again with its papers and is answered', async () => {
			const [[sent, line, who, name]] = office.sql(`SELECT s.id, l.id, l.nominee_id, n.name FROM submission s JOIN submission_line l ON l.submission_id = s.id
				JOIN nominee n ON n.id = l.nominee_id WHERE s.state = 'sent' ORDER BY s.id LIMIT 1`);
			await does('standing', `/submission/${sent}`, 'submission.answer', { outcome: 'returned', sign: '21/SNV-TĐKT', dated: day(0), issuer: 'Sở Nội vụ', reason: 'Bổ sung xác nhận của cơ quan thuế' });
			assert.match(state('nominee', who), /^(cleared|passed)$/);
			await does('standing', '/submission/list', 'submission.new', { goes_to: 'Chủ tịch UBND tỉnh (qua Sở Nội vụ)', level: 'province', title: 'Đề nghị tặng Bằng khen, trình lại' });
			const again = last('submission');
			await does('standing', `/submission/${again}`, 'submission.add', { nominee_id: name });
			await does('standing', `/submission/${again}`, 'submission.paper');
			await does('registry', `/submission/${again}`, 'submission.send', { sign: '99/TTr-VP', dated: day(0), file: text('99.txt', 'Bản có chữ ký và dấu') });
			assert.equal(state('nominee', who), 'forwarded');
			await does('standing', `/submission/${again}`, 'submission.package');
			await ended(last('job'));
			await does('standing', `/submission/${again}`, 'submission.answer', { outcome: 'awarded', sign: '1500/QĐ-UBND', dated: day(0), issuer: 'Chủ tịch UBND tỉnh Lào Cai' });
			assert.equal(state('nominee', who), 'awarded');
			assert.equal(state('submission', again), 'answered');
			assert.deepEqual(office.sql(`SELECT outcome FROM submission_line WHERE nominee_id = ${who} ORDER BY id`).map(([o]) => o), ['returned', 'awarded']);
			assert.equal(office.count("award WHERE sign = '1500/QĐ-UBND' AND state = 'valid' AND level = 'province'"), 1, `${line} is in the ledger`);
		});

		play('certificates are printed in one go; a word is corrected and an award taken back, each by a decision, and all that follows follows', async () => {
			await does('standing', '/certificate/list', 'certificate.print', { year: String(THIS), sign: '301/QĐ-VP', code: 'GK', subject: 'person', full: '1' });
			await ended(last('job'));
			const [[award, bonus]] = office.sql(`SELECT l.award_id, b.id FROM decision_line l JOIN bonus b ON b.line_id = l.id WHERE l.decision_id = ${decision}`);
			const out = async (number) => {
				const id = last('decision');
				await does('standing', `/decision/${id}`, 'decision.paper');
				await does('head', `/decision/${id}`, 'decision.sign');
				await does('registry', `/decision/${id}`, 'decision.number', { number, dated: day(0) });
				await does('registry', `/decision/${id}`, 'decision.attach', { file: text(`${number}.txt`, 'Bản có chữ ký và dấu') });
				await does('registry', `/decision/${id}`, 'decision.publish');
			};
			await does('standing', `/award/${award}`, 'decision.correct', { field: 'post_title', after: 'Chuyên viên chính', reason: 'Ghi nhầm chức vụ' });
			await out('302');
			assert.equal(office.sql(`SELECT post_title FROM award WHERE id = ${award}`)[0][0], 'Chuyên viên chính');
			/* What would follow is shown before it is done. */
			const page = await reaches('standing', `/award/${award}`, 'decision.take_back', { reason: 'Kê khai thành tích không đúng sự thật', basis: 'Kết luận số 3/KL-TTr' });
			await page.locator('main form button.primary').first().click();
			assert.match(await page.locator('main').innerText(), /thu hồi|thu lại/i);
			assert.equal(state('award', award), 'valid');
			await page.locator('main form button.primary').first().click();
			await out('303');
			assert.equal(state('award', award), 'cancelled');
			assert.equal(state('bonus', bonus), 'recover');
			await does('accountant', `/bonus/list?decision=${decision}`, 'bonus.recover', { on: day(0), voucher: 'PT 9' });
			assert.equal(state('bonus', bonus), 'recovered');
			const stranger = await at(null);
			await stranger.goto(`/certificate/check?code=${token}`);
			assert.match(await stranger.locator('main').innerText(), /hủy[^]*303\/QĐ-VP/i);
			await stranger.goto('/public/honours?state=cancelled');
			assert.match((await stranger.locator('main tr', { hasText: '301/QĐ-VP' }).allInnerTexts()).join('\n'), /303\/QĐ-VP/);
		});

		play('the movement ends with its final review, and figures and report of the year are written from the data', async () => {
			await does('standing', `/movement/${movement}`, 'movement.review', { kind: 'final', due: day(1) });
			await does('standing', `/movement/${movement}`, 'review.hold', { on: day(0), result: 'Đạt mục tiêu; 900 hồ sơ được số hóa.' });
			await does('head', `/movement/${movement}`, 'movement.close');
			assert.equal(state('movement', movement), 'closed');
			await does('standing', `/statistics/view?year=${THIS}`, 'statistics.paper', { form: '0604', year: String(THIS) });
			const page = await does('standing', `/movement/${movement}`, 'writing.new', { kind: 'bao-cao-tong-ket' });
			assert.match(page.url(), /\/writing\/\d+/);
			office.cli(['log', 'verify']);
			for (const window of Object.values(windows))
				await window.context().close();
		});
	});

await run();
await browser.close();
