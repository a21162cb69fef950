// A whole round in a browser, by the people whose work it is, one after another: for merit, for a theme, and a sudden one by the
// short procedure; from what was achieved to the dossier that is appraised and handed to the council. Every step is reached by
// the links of the pages, so that a button that lacks or a dead end is found here.
import assert from 'node:assert/strict';
import { run } from '../lib/tap.mjs';
import { inOffice } from '../lib/office.mjs';
import { launch, open, pageEngines, violations } from '../lib/browser.mjs';

const browser = await launch();
const now = new Date(Date.now() + 7 * 3600e3);
const year = now.getUTCFullYear();
const iso = (plus) => new Date(now.getTime() + plus * 86400e3).toISOString().slice(0, 10);
const day = (plus) => iso(plus).split('-').reverse().join('/');

// --- what everybody does -----------------------------------------------------------------------

async function set(page, name, value) {
	const box = page.locator(`main [name="${name}"]:not([type=hidden])`).first();
	const picker = page.locator(`main [name="_${name}"]`);
	if (await picker.count()) {
		await picker.fill(value);
		await page.locator('.picker-list:not([hidden]) [role=option]').first().click();
		return;
	}
	const tag = await box.evaluate((e) => e.type ?? e.tagName);
	if (tag === 'checkbox')
		await box.check();
	else if (tag === 'file')
		await box.setInputFiles({ name: value, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') });
	else if (tag === 'select-one')
		await page.evaluate(([n, v]) => {
			const s = document.querySelector(`main select[name="${n}"]`);
			const o = [...s.options].find((o) => o.value === v || o.text.trim() === v);
			if (!o)
				throw new Error(`${n} offers ${[...s.options].map((x) => x.text)}, not ${v}`);
			s.value = o.value;
			s.dispatchEvent(new Event('change', { bubbles: true }));
		}, [name, value]);
	else
		await box.fill(value);
}

// Sends the form that is open, twice where it is shown first, and returns what the program says.
async function send(page, fields = {}) {
	for (const [name, value] of Object.entries(fields))
		await set(page, name, value);
	const leave = async () => {
		await Promise.all([page.waitForNavigation(), page.click('main form .form-actions button.primary, main form button.primary')]);
	};
	await leave();
	if (await page.locator('[name=_confirm]').count())
		await leave();
	return said(page);
}

async function said(page) {
	const note = page.locator('main .note, .toasts .note').first();
	return (await note.count()) ? note.innerText() : page.locator('main').innerText();
}

// From the page one is on, by the link or button of that name, and through its form.
async function press(page, verb, fields, expect) {
	await follow(page, verb);
	const words = await send(page, fields);
	if (expect)
		assert.match(words, expect, `${verb}: ${words}`);
	return words;
}

async function follow(page, verb) {
	const row = page.locator('main .row-actions a').filter({ hasText: new RegExp(`^${verb}`) });
	const link = typeof verb !== 'string' ? verb.first() : await row.count() ? row.first() : page.locator('main').getByRole('link', { name: verb, exact: true, includeHidden: true }).first();
	assert.ok(await link.count(), `no "${verb}" on ${page.url()}\n${await page.locator('main').innerText()}`);
	if (!await link.isVisible())
		await page.locator('main details:not([open]) summary').first().click();
	await Promise.all([page.waitForNavigation(), link.click()]);
}

const badge = (page) => page.locator('section[aria-labelledby=now] .badge').first().innerText();

for (const engine of pageEngines)
	inOffice(engine, (t) => {
		const w = {}; // windows by role; dossiers and nominees by name

		const as = async (office, role) => {
			w[role] ??= await open(browser, office, role);
			return w[role];
		};
		const id = (office, text) => office.sql(text)[0][0];

		t('the office has rated, attested and confirmed its rules', async (office) => {
			const standing = await office.as('standing'), head = await office.as('head');
			const write = async (op, input, by = standing) => {
				const res = await by.call(op, { _version: 'any', ...input });
				assert.ok(res.status < 300, `${op}: ${res.text}`);
				return res.json;
			};
			w.people = {};
			for (const name of ['Tẩn Mùi Phạm', 'Giàng Thị Dua', 'Lù Seo Páo'])
				w.people[name] = Number(id(office, `SELECT id FROM person WHERE name = '${name}'`));
			w.unit = Number(id(office, "SELECT id FROM unit WHERE name = 'Phòng Tổng hợp'"));
			for (const person_id of Object.values(w.people)) {
				await write('rating.add', { person_id, year, level: 'HTTNV', sign: '9/QĐ-VP', dated: iso(-1) });
				for (const matter of ['TU_LUC', 'GUONG_MAU', 'HOAN_THANH_TOT'])
					await write('attestation.add', { person_id, year, matter, yes: '1', basis: 'Biên bản 5/BB' });
			}
			// Titles are concluded about once the year's ratings are settled.
			await write('rating.lock', { year });
			// Conditions that wait for somebody to hold them against the text of the law are confirmed by two people.
			const open = new Set();
			for (const award of ['LDTT', 'CSTDCS', 'GK']) {
				const res = await standing.read('law.explain', { award, subject: w.people['Tẩn Mùi Phạm'], year });
				assert.equal(res.status, 200, res.text);
				const walk = (o) => {
					if (o && typeof o === 'object') {
						if (o.key && /chưa xác nhận/.test(o.mark ?? ''))
							open.add(o.key);
						Object.values(o).forEach(walk);
					}
				};
				walk(res.json);
			}
			for (const key of open) {
				const { approval } = await write('overlay.confirm', { key, from: iso(-30), source: 'Đã đối chiếu Công báo', reason: 'Đối chiếu xong' });
				await write('approval.confirm', { id: approval }, head);
			}
		});

		t('a round for merit is opened and reaches the units', async (office) => {
			const page = await as(office, 'standing');
			await page.goto('/award_round/list');
			await press(page, 'Mở đợt xét khen thưởng', { title: 'Xét công trạng thử', type: 'merit', year: String(year),
				unit_id: 'Văn phòng Ủy ban nhân dân tỉnh Lào Cai', due: day(10) }, /Đã mở đợt/);
			w.round = page.url().match(/award_round\/(\d+)/)[1];
		});

		t('the clerk makes the dossier and picks who is eligible now', async (office) => {
			const page = await as(office, 'unit_clerk');
			await page.goto(`/award_round/${w.round}`);
			await press(page, 'Lập hồ sơ đề nghị khen thưởng', { unit_id: 'Phòng Tổng hợp', title: 'Hồ sơ công trạng thử' }, /Đã lập hồ sơ/);
			w.dossier = page.url().match(/dossier\/(\d+)/)[1];
			assert.equal(await badge(page), 'Đang soạn');
			await press(page, 'Chọn người đủ điều kiện', { code: 'LDTT' }, /Đã thêm 3 đề nghị/);
			const rows = page.locator('section[aria-labelledby=nominees] tbody tr');
			assert.equal(await rows.count(), 3);
			// The law is asked while one looks.
			assert.equal(await rows.filter({ hasText: 'Đủ điều kiện' }).count(), 3);
			assert.match(await rows.first().innerText(), /Báo cáo thành tích/);
			assert.deepEqual(await violations(page), []);
			w.nominees = Object.fromEntries(office.sql(`SELECT name, id FROM nominee WHERE dossier_id = ${w.dossier}`));
		});

		t('who is proposed completes the report in the editor; what is typed is kept', async (office) => {
			const clerk = await as(office, 'unit_clerk');
			await clerk.goto(`/dossier/${w.dossier}`);
			await follow(clerk, 'Tẩn Mùi Phạm');
			await press(clerk, 'Lập báo cáo', {}, /Đã lập báo cáo/);
			assert.match(clerk.url(), /writing\/edit/);
			w.report = new URL(clerk.url()).searchParams.get('id');
			// She hears of it and gets there by the notice.
			const page = await as(office, 'member');
			await page.goto('/notice/list');
			await page.getByRole('link', { name: /Xin viết tiếp báo cáo thành tích/ }).first().click();
			await page.waitForURL(/writing\/edit/);
			assert.equal(new URL(page.url()).searchParams.get('id'), w.report);
			const box = (p, label) => p.locator(`.field:has(> label:text-is("${label}")) [id^="values."], .field:has(> label:has-text("${label}")) [id^="values."]`).first();
			w.box = box;
			await box(page, 'Quê quán').fill('Xã Bát Xát, tỉnh Lào Cai');
			await page.locator('[data-kept]', { hasText: 'Đã tự giữ' }).waitFor();
			// The machine dies: a new window, another day, and it stands there.
			await page.context().close();
			delete w.member;
			const again = await as(office, 'member');
			await again.goto(`/writing/edit?id=${w.report}`);
			assert.equal(await box(again, 'Quê quán').inputValue(), 'Xã Bát Xát, tỉnh Lào Cai');
			assert.match(await again.locator('main').innerText(), /Đã khôi phục phần ông\/bà gõ/);
			assert.deepEqual(await violations(again), []);
		});

		t('two at once are told, and each keeps what the other did not touch', async (office) => {
			const clerk = await as(office, 'unit_clerk'), page = await as(office, 'member');
			const { box } = w;
			await clerk.goto(`/writing/edit?id=${w.report}`);
			assert.match(await clerk.locator('main').innerText(), /Đang có người khác cùng soạn văn bản này: Tẩn Mùi Phạm/);
			await box(clerk, 'Nhiệm vụ được giao').fill('Tổng hợp báo cáo tuần');
			await box(clerk, 'Nơi thường trú').fill('Tổ 1 phường Lào Cai');
			await send(clerk);
			await box(page, 'Nơi thường trú').fill('Tổ 7 phường Lào Cai');
			await page.locator('[data-kept]', { hasText: 'Người khác vừa lưu bản mới' }).waitFor();
			await send(page);
			// Nothing is written over: hers, the other's, and the one that both changed.
			assert.match(await page.locator('main').innerText(), /Hai bản đã được ghép/);
			assert.equal(await box(page, 'Quê quán').inputValue(), 'Xã Bát Xát, tỉnh Lào Cai');
			assert.equal(await box(page, 'Nhiệm vụ được giao').inputValue(), 'Tổng hợp báo cáo tuần');
			assert.equal(await box(page, 'Nơi thường trú').inputValue(), 'Tổ 7 phường Lào Cai');
			assert.match(await page.locator('.newer').innerText(), /Tổ 1 phường Lào Cai/);
			assert.equal(await page.locator('.newer').count(), 1);
			await send(page);
			const data = office.sql(`SELECT data FROM paper_version WHERE paper_id = ${w.report} ORDER BY no DESC LIMIT 1`)[0][0];
			for (const text of ['Bát Xát', 'báo cáo tuần', 'Tổ 7'])
				assert.ok(data.includes(text), text);
			assert.equal(office.count(`paper_typing WHERE paper_id = ${w.report}`), 0);
		});

		t('a session that ends while somebody types loses nothing', async (office) => {
			const page = await as(office, 'member');
			await page.goto(`/writing/edit?id=${w.report}`);
			await w.box(page, 'Trình độ chuyên môn').fill('Cử nhân luật');
			const cookies = await page.context().cookies();
			await page.context().clearCookies();
			await page.click('main form button.primary');
			await page.waitForLoadState();
			// Somebody else saves meanwhile.
			const client = await office.as('unit_clerk');
			assert.equal((await client.call('writing.edit', { id: Number(w.report), _version: 'any', values: [{ name: 'post', text: 'Chuyên viên chính' }] })).status, 200);
			assert.ok(cookies.length);
			await page.goto(`/session/open?next=${encodeURIComponent(`/writing/edit?id=${w.report}`)}`);
			await page.click('button[name=role][value=member]');
			await page.waitForLoadState();
			await page.goto(`/writing/edit?id=${w.report}`);
			assert.equal(await w.box(page, 'Trình độ chuyên môn').inputValue(), 'Cử nhân luật');
			await send(page);
			if (/Hai bản đã được ghép/.test(await page.locator('main').innerText()))
				await send(page);
			const data = office.sql(`SELECT data FROM paper_version WHERE paper_id = ${w.report} ORDER BY no DESC LIMIT 1`)[0][0];
			assert.ok(data.includes('Cử nhân luật') && data.includes('Chuyên viên chính'), data);
			// The look beside asks for the signing-in page in its frame, which lets nobody frame it.
			assert.deepEqual(page.faults.filter((f) => !/frame-ancestors/.test(f)), []);
		});

		t('the clerk adds papers, the head sends; who is named does not', async (office) => {
			const clerk = await as(office, 'unit_clerk'), head = await as(office, 'unit_head');
			await clerk.goto(`/dossier/${w.dossier}`);
			await press(clerk, 'Thêm giấy tờ', { need: 'BIEN_BAN', title: 'Biên bản họp bình xét', content: 'bien-ban.pdf' }, /Đã thêm giấy tờ/);
			await clerk.goto(`/dossier/${w.dossier}`);
			assert.match(await clerk.locator('section[aria-labelledby=files]').innerText(), /Biên bản họp bình xét/);
			await head.goto(`/dossier/${w.dossier}`);
			// He is proposed himself: nothing is offered that would be refused.
			assert.equal(await head.getByRole('link', { name: 'Gửi lên', exact: true }).count(), 0);
			await follow(clerk, 'Lù Seo Páo');
			await press(clerk, 'Đưa ra', { reason: 'xét ở hồ sơ của lãnh đạo' }, /không còn được đề nghị/);
			await head.goto(`/dossier/${w.dossier}`);
			await press(head, 'Gửi lên', {}, /Đã gửi hồ sơ/);
			assert.equal(await badge(head), 'Đã gửi, chờ tiếp nhận');
			// Sent, the report stands; withdrawn, it opens; sent again.
			const page = await as(office, 'member');
			await page.goto(`/writing/${w.report}`);
			assert.equal(await page.locator('main').getByRole('link', { name: 'Sửa', exact: true }).count(), 0);
			await page.goto('/nominee/mine');
			await follow(page, 'Lao động tiên tiến');
			assert.match(await page.locator('main').innerText(), /Hồ sơ công trạng thử/);
			await head.goto(`/dossier/${w.dossier}`);
			await press(head, 'Rút', { reason: 'bổ sung số liệu' }, /Đã rút hồ sơ/);
			await press(head, 'Gửi lên', {}, /Đã gửi hồ sơ/);
		});

		t('the standing body returns it with a reason, receives it, rooms appraise in parallel', async (office) => {
			const page = await as(office, 'standing'), head = await as(office, 'unit_head');
			await page.goto('/award_round/list');
			await follow(page, 'Xét công trạng thử');
			await follow(page, 'Hồ sơ công trạng thử');
			await press(page, 'Trả lại', { reason: 'Thiếu tờ trình của đơn vị' }, /Đã trả lại hồ sơ/);
			await head.goto(`/dossier/${w.dossier}`);
			assert.match(await head.locator('main').innerText(), /Thiếu tờ trình của đơn vị/);
			await press(head, 'Thêm giấy tờ', { need: 'TO_TRINH', title: 'Tờ trình', content: 'to-trinh.pdf' }, /Đã thêm giấy tờ/);
			await head.goto(`/dossier/${w.dossier}`);
			await press(head, 'Gửi lên', {}, /Đã gửi hồ sơ/);
			await page.goto(`/dossier/${w.dossier}`);
			await press(page, 'Tiếp nhận', {}, /Đã tiếp nhận hồ sơ/);
			await follow(page, 'Giao thẩm định');
			await page.click('button[name=_add]');
			await send(page, { 'rooms.0.unit_id': 'Phòng Tổng hợp', 'rooms.0.topic': 'Kết quả chuyên môn',
				'rooms.1.unit_id': 'Phòng Hành chính - Quản trị', 'rooms.1.topic': 'Kỷ luật lao động', due: day(5) });
			assert.equal(await badge(page), 'Đang thẩm định');
			assert.equal(await page.locator('section[aria-labelledby=rooms] tbody tr').count(), 2);
			assert.deepEqual(await violations(page), []);
		});

		t('a room says what it finds of each, from its own page', async (office) => {
			const head = await as(office, 'unit_head');
			await head.goto('/appraisal/list');
			await follow(head, 'Hồ sơ công trạng thử');
			w.room = head.url().match(/appraisal\/(\d+)/)[1];
			const row = head.locator('main tr', { hasText: 'Giàng Thị Dua' }).first();
			await Promise.all([head.waitForNavigation(), row.getByRole('link', { name: /Kết luận/ }).click()]);
			assert.match(await send(head, { says: 'unclear', note: 'chưa rõ số liệu quý IV' }), /Giàng Thị Dua/);
			await head.goto(`/appraisal/${w.room}`);
			await press(head, 'Còn lại đủ điều kiện', {}, /Đã ghi đủ điều kiện/);
			await head.goto(`/appraisal/${w.room}`);
			await press(head, 'Kết thúc', { said: 'Đồng ý với lưu ý' }, /Đã kết thúc thẩm định/);
		});

		t('one field of one nominee is asked to be corrected, and only that opens', async (office) => {
			const page = await as(office, 'standing'), clerk = await as(office, 'unit_clerk');
			// The other room has no account here: the standing body takes it back from it.
			await page.goto(`/dossier/${w.dossier}`);
			await follow(page, 'Phòng Hành chính - Quản trị');
			await press(page, 'Thôi giao', { reason: 'đơn vị không có ý kiến' }, /không phải thẩm định/);
			await page.goto(`/nominee/${w.nominees['Giàng Thị Dua']}`);
			await press(page, 'Yêu cầu bổ sung', { field: 'summary', asks: 'Ghi rõ con số quý IV', due: day(3) }, /chỉ nội dung này được mở/);
			await page.goto(`/nominee/${w.nominees['Giàng Thị Dua']}`);
			await press(page, 'Đủ điều kiện', {}, /Còn nội dung yêu cầu bổ sung/);
			// The clerk hears of it, and may change that alone.
			await clerk.goto('/notice/list');
			await follow(clerk, clerk.locator('main a', { hasText: 'Cần bổ sung trước hết ngày' }));
			assert.equal(await clerk.locator('main').getByRole('link', { name: 'Sửa', exact: true }).count(), 0);
			await press(clerk, 'Bổ sung', { summary: 'Xử lý 320 hồ sơ, 96 hồ sơ quý IV', answer: 'Đã ghi số liệu' }, /Đã gửi nội dung bổ sung/);
			await page.goto('/notice/list');
			await follow(page, page.locator('main a', { hasText: 'Đơn vị đã bổ sung: Giàng Thị Dua' }));
			assert.match(await page.locator('main').innerText(), /96 hồ sơ quý IV/);
			await press(page, 'Đạt', {}, /Đã xem xong nội dung bổ sung/);
		});

		t('another body is asked, and stands in the way until it has answered', async (office) => {
			const page = await as(office, 'standing');
			await page.goto(`/nominee/${w.nominees['Giàng Thị Dua']}`);
			await press(page, 'Xin ý kiến', { body: 'tax', addressee: 'Thuế tỉnh Lào Cai', question: 'Nghĩa vụ thuế', due: day(4) });
			await page.goto(`/nominee/${w.nominees['Giàng Thị Dua']}`);
			await press(page, 'Đủ điều kiện', {}, /chưa trả lời/);
			await page.goto(`/nominee/${w.nominees['Giàng Thị Dua']}`);
			await press(page, 'Ghi trả lời', { answer: 'for', said: 'Không nợ thuế', sign: '12/CV-THUE', dated: day(0) }, /Đã ghi trả lời/);
		});

		t('one is lowered, one is cleared, and what is left goes to the council', async (office) => {
			const page = await as(office, 'standing'), id = w.nominees['Tẩn Mùi Phạm'];
			await page.goto(`/nominee/${id}`);
			await press(page, 'Hạ mức', { code: 'GK', reason: 'chưa đủ minh chứng cho danh hiệu' }, /Giấy khen thay Lao động tiên tiến/);
			await page.goto(`/dossier/${w.dossier}`);
			const row = page.locator('section[aria-labelledby=nominees] tr', { hasText: 'Tẩn Mùi Phạm' });
			assert.match(await row.innerText(), /đề nghị ban đầu: Lao động tiên tiến/);
			assert.equal(await page.getByRole('link', { name: 'Trình hội đồng', exact: true }).count(), 0, 'not before all are concluded');
			// For this award she has no achievement: she does not stop the others.
			await page.goto(`/nominee/${id}`);
			await press(page, 'Không đạt', { reason: 'chưa có thành tích làm căn cứ' }, /phần còn lại của hồ sơ đi tiếp/);
			await page.goto(`/dossier/${w.dossier}`);
			await press(page, 'Kết luận các đề nghị đủ điều kiện', {}, /Đã kết luận 1 đề nghị/);
			await press(page, 'Trình hội đồng', {}, /Hồ sơ chờ hội đồng/);
			assert.equal(await badge(page), 'Trình hội đồng');
			assert.deepEqual(await violations(page), []);
			assert.deepEqual(page.faults, []);
		});

		t('a sudden achievement: told, confirmed, proposed by the short procedure with its clock', async (office) => {
			const page = await as(office, 'member'), head = await as(office, 'unit_head'), clerk = await as(office, 'unit_clerk');
			await page.goto('/deed/list');
			await follow(page, 'Báo cáo thành tích của tôi');
			await send(page, { kind: 'sudden', title: 'Cứu người bị nước cuốn ở Ngòi Đum', on: day(-2), effect: 'Cứu sống 2 người', scope: 'office', evidence: 'xac-nhan.pdf' });
			await head.goto('/notice/list');
			await follow(head, head.locator('main a', { hasText: 'Cứu người bị nước cuốn' }));
			await press(head, 'Xác nhận', {});
			await clerk.goto('/deed/sudden');
			await follow(clerk, 'Cứu người bị nước cuốn ở Ngòi Đum');
			await press(clerk, 'Đề nghị khen', { code: 'GK' }, /thủ tục đơn giản/);
			w.sudden = clerk.url().match(/dossier\/(\d+)/)[1];
			assert.match(await clerk.locator('section[aria-labelledby=now]').innerText(), /Khen kịp thời trước hết ngày .*, còn 13 ngày/);
			assert.match(await clerk.locator('main').innerText(), /Luật Điều 85/);
			await head.goto(`/dossier/${w.sudden}`);
			await press(head, 'Gửi lên', {}, /Đã gửi hồ sơ/);
			const standing = await as(office, 'standing');
			await standing.goto('/notice/list');
			await follow(standing, standing.locator('main a', { hasText: 'Hồ sơ chờ tiếp nhận: Khen đột xuất: Cứu người' }));
			await press(standing, 'Tiếp nhận', {}, /Đã tiếp nhận hồ sơ/);
			await follow(standing, 'Giao thẩm định');
			await send(standing, { 'rooms.0.unit_id': 'Phòng Tổng hợp', 'rooms.0.topic': 'Xác minh sự việc', due: day(2) });
			await head.goto('/appraisal/list');
			await follow(head, 'Khen đột xuất: Cứu người bị nước cuốn ở Ngòi Đum');
			const room = head.url();
			await press(head, 'Còn lại đủ điều kiện', {}, /Đã ghi đủ điều kiện/);
			await head.goto(room);
			await press(head, 'Kết thúc', { said: 'Đúng sự việc' }, /Đã kết thúc/);
			await standing.goto(`/dossier/${w.sudden}`);
			await press(standing, 'Kết luận các đề nghị đủ điều kiện', {}, /Đã kết luận 1 đề nghị/);
			await press(standing, 'Trình hội đồng', {}, /Hồ sơ chờ hội đồng/);
		});

		t('a theme: for a movement, entered on behalf of a room that does not use the program', async (office) => {
			const page = await as(office, 'standing');
			const [[movement]] = office.sql("SELECT title FROM movement WHERE state NOT IN ('draft', 'dropped') ORDER BY id LIMIT 1");
			await page.goto('/award_round/list');
			await press(page, 'Mở đợt xét khen thưởng', { title: 'Xét chuyên đề thử', type: 'theme', year: String(year),
				unit_id: 'Văn phòng Ủy ban nhân dân tỉnh Lào Cai', movement_id: movement, due: day(10) }, /Đã mở đợt/);
			const round = page.url();
			await press(page, 'Nhập thay hồ sơ của đơn vị', { unit_id: 'Phòng Kinh tế ngành', title: 'Hồ sơ chuyên đề thử' }, /Đã lập hồ sơ/);
			const dossier = page.url();
			assert.match(await page.locator('main').innerText(), /Thường trực nhập thay đơn vị/);
			await press(page, 'Thêm', { unit_id: 'Phòng Kinh tế ngành', code: 'GK', summary: 'Dẫn đầu phong trào' });
			await page.goto(dossier);
			await press(page, 'Gửi thay', {}, /Đã gửi hồ sơ/);
			await press(page, 'Tiếp nhận', {}, /Đã tiếp nhận hồ sơ/);
			// A room that has nobody says so from the page of the round, and is not reminded any more.
			const head = await as(office, 'unit_head');
			await head.goto(round);
			await press(head, 'Báo không đề nghị khen thưởng', { why: 'không có tập thể, cá nhân đủ điều kiện' }, /không đề nghị ai/);
			await page.goto(`/award_round/units?round=${round.match(/\d+$/)[0]}&state=nobody`);
			assert.match(await page.locator('main table').last().innerText(), /Phòng Tổng hợp/);
			assert.deepEqual(await violations(page), []);
		});

		t('every page of a round fits a phone', async (office) => {
			const page = await open(browser, office, 'standing', { viewport: { width: 360, height: 740 } });
			for (const path of [`/award_round/${w.round}`, `/dossier/${w.dossier}`, `/nominee/${w.nominees['Giàng Thị Dua']}`,
				`/nominee/check?id=${w.nominees['Giàng Thị Dua']}`, `/appraisal/${w.room}`, '/dossier/list', '/award_round/units', `/writing/${w.report}`]) {
				await page.goto(path);
				assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} is wider than the screen`);
				const tallest = await page.evaluate(() => Math.max(0, ...[...document.querySelectorAll('main table.data tbody tr')].map((r) => r.offsetHeight)));
				assert.ok(tallest < 320, `${path}: a row is ${tallest} px tall`);
			}
			await page.context().close();
		});
	});

try {
	await run();
} finally {
	await browser.close();
}
