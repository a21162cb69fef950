import { launch, open } from '/work/wt/year/tests/lib/browser.mjs';
const url = process.argv[2], only = process.argv[3];
const browser = await launch();
const list = [
 ['decision', 'standing', '/decision/1'], ['decision-head', 'head', '/decision/1'], ['decision-correct', 'standing', '/decision/2'], ['decision-cancel', 'standing', '/decision/3'],['decision-list', 'standing', '/decision/list'],
 ['bonus', 'accountant', '/bonus/list'], ['fund-years', 'accountant', '/fund/years'], ['fund', 'accountant', '/fund/list'], ['decision-money', 'accountant', '/decision/1'], ['pay', 'accountant', '/bonus/pay_all?id=1'],
 ['submission', 'standing', '/submission/1'], ['submission-list', 'standing', '/submission/list'],
 ['meeting', 'standing', '/meeting/1'], ['meetings', 'standing', '/meeting/list'], ['sheet', 'council', '/meeting_item/sheet?id=ITEM'], ['council', 'standing', '/council/1'],
 ['round', 'standing', '/award_round/list'], ['dossier', 'standing', '/dossier/DOSS'], ['nominee', 'standing', '/nominee/NOM'],
 ['home-public', null, '/public'], ['honours', null, '/public/honours'], ['decisions-public', null, '/public/decisions'], ['decision-public', null, '/public/decision?id=1'], ['decision-public3', null, '/public/decision?id=3'],
 ['cert-valid', null, '/certificate/check?code=VALID'], ['cert-cancelled', null, '/certificate/check?code=CANCELLED'], ['cert-unknown', null, '/certificate/check?code=K7QM-2XWD-9FJT'],
 ['certificates', 'registry', '/certificate/list'], ['statistics', 'standing', '/statistics/view?year=2026'], ['statistics-awards', 'standing', '/statistics/awards?year=2026'], ['award', 'standing', '/award/AWARD'], ['award-cancelled', 'standing', '/award/AWARDC'],
 ['home-standing', 'standing', '/'], ['home-head', 'head', '/'], ['home-accountant', 'accountant', '/'],['ballot','standing','/ballot/BALLOT'],
];
const subs = Object.fromEntries(process.argv.slice(4).map(s => s.split('=')));
const office = { url };
const pages = {};
for (const width of [1280, 360]) for (const [name, role, path] of list) {
  if (only && only !== 'all' && !new RegExp(only).test(name)) continue;
  const key = role + width;
  pages[key] ??= await open(browser, office, role, { viewport: { width, height: 800 } });
  let p = path; for (const [k, v] of Object.entries(subs)) p = p.replace(new RegExp(k + '$'), v);
  const res = await pages[key].goto(p);
  const wide = await pages[key].evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (res.status() !== 200 || wide > 0) console.log(name, width, res.status(), 'wide', wide);
  await pages[key].screenshot({ path: `/tmp/shots/${name}-${width}.png`, fullPage: true });
}
await browser.close();
