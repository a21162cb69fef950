// Makes the pictures of the user guide and of README, docs/img/*.png, from the example office:
//
//     node tests/browser/pictures.mjs [NAME…]
import assert from 'node:assert/strict';
import { test, run } from '../lib/tap.mjs';
import { openOffice } from '../lib/office.mjs';
import { launch, open } from '../lib/browser.mjs';

// name: whose page, its address
const shots = {
	'dang-nhap': [null, '/session/open'], 'trang-dau': ['standing', '/'], 'so-do': ['standing', '/unit/tree'],
	'nhan-su': ['standing', '/person/list'], 'ho-so': ['standing', '/person/5'],
	'sap-nhap': ['admin', '/unit/merge'], 'nhap-tu-tep': ['admin', '/import/add'], 'quyen': ['inspector', '/rights/matrix'],
	'nhat-ky': ['inspector', '/journal/list'], 'tai-khoan': ['member', '/account/mine'],
	'thu-vien': ['standing', '/document/list'], 'giao-doc': ['standing', '/reading/coverage?id=1'], 'boi-duong': ['standing', '/training/list'],
	'so-khen-thuong': ['standing', '/award/list'], 'dieu-kien': ['standing', '/law/person?id=5'], 'dat-thieu': ['standing', '/law/members?id=3'],
	'phong-trao': ['standing', '/movement/3'], 'nhiem-vu': ['standing', '/task/list'], 'bang-nhiem-vu': ['standing', '/task/board'],
	'trach-nhiem': ['head', '/unit/responsibility'], 'doc-ke-hoach': ['standing', '/plan/read'], 'ke-hoach': ['standing', '/plan/1'],
	'dang-ky': ['standing', '/round/2'], 'cham-diem': ['standing', '/sheet/3'], 'sang-kien': ['standing', '/initiative/61'],
	'van-ban': ['standing', '/writing/edit?id=23'], 'dat-o': ['standing', '/layout/edit?id=1'],
	'phien-hop': ['standing', '/meeting/view?id=2'], 'bo-phieu': ['council', '/ballot/view?id=2'],
	'dot-xet': ['standing', '/award_round/units'], 'ho-so-de-nghi': ['standing', '/dossier/2'],
	'quyet-dinh': ['standing', '/decision/1'], 'quy': ['accountant', '/fund/years'], 'dien-hinh': ['standing', '/exemplar/list'],
	'cong-khai': [null, '/public/home'], 'thong-ke': ['standing', '/statistics/view'],
	'bon-so': ['standing', '/figure/view'], 'goi-luu-tru': ['inspector', '/archive/make'],
};

const wanted = process.argv.slice(2);
const browser = await launch();
const office = await openOffice('sqlite');
for (const [name, [role, path]] of Object.entries(shots))
	if (wanted.length === 0 || wanted.includes(name))
		test(name, async () => {
			const page = await open(browser, office, role, { viewport: { width: 1100, height: 720 } });
			assert.equal((await page.goto(path)).status(), 200);
			await page.screenshot({ path: `docs/img/${name}.png` });
			await page.context().close();
		});
await run();
await office.close();
await browser.close();
