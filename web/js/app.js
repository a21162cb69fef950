/*
 * app.js: comfort on top of pages that work without it. No eval, no inline handlers.
 * What an element wants is said by its attributes:
 *
 *   button[data-set="theme:dark"]   theme: light dark auto; size: m l xl     (shown only with script)
 *   [data-js]                       hidden until this script runs
 *   form[data-draft="key"]          asks before leaving half-typed, keeps it for this tab
 *   form[data-keep="address"]       what is typed is kept on the server, too, whenever the typing rests
 *   [data-drop-draft]               leads to the form as it is stored: what was typed in the one it is in goes
 *   form[data-signin] / [data-signout]   a draft outlives the first, is wiped by the second
 *   button[data-copy="#id"]         copies that element's text or value
 *   [data-repeat]                   rows with a <template>; name="_add" / name="_remove" buttons
 *   input[data-kind=date|money]     tidied when changed
 *   input[data-check-all="name"]    ticks all boxes of that name in its form
 *   button[data-print]              prints the page
 *   details.menu                    closes on Escape and on a click elsewhere
 *   "/" focuses the search box. Server event {"toast": "..."} (HX-Trigger) shows a message.
 * The picker is in picker.js.
 */
(function () {
	"use strict";
	var doc = document;
	var root = doc.documentElement;

	function all(selector, from) {
		return Array.prototype.slice.call((from || doc).querySelectorAll(selector));
	}
	function on(type, selector, act) {
		doc.addEventListener(type, function (event) {
			var el = event.target.closest && event.target.closest(selector);
			if (el) act(el, event);
		});
	}
	/* Storage may be refused (private window, policy); then nothing is kept, nothing breaks. */
	function kept(store, key, value) {
		try {
			if (value === undefined) return window[store].getItem(key);
			if (value === null) window[store].removeItem(key);
			else window[store].setItem(key, value);
		} catch (e) {
			/* see above */
		}
		return null;
	}

	/* theme and size */
	function show_choices() {
		all("[data-set]").forEach(function (b) {
			var part = b.getAttribute("data-set").split(":");
			var now = root.getAttribute("data-" + part[0]) || (part[0] === "theme" ? "auto" : "m");
			b.setAttribute("aria-pressed", String(now === part[1]));
		});
	}
	on("click", "[data-set]", function (b) {
		var part = b.getAttribute("data-set").split(":");
		var usual = part[1] === "auto" || part[1] === "m";
		kept("localStorage", part[0], usual ? null : part[1]);
		if (usual) root.removeAttribute("data-" + part[0]);
		else root.setAttribute("data-" + part[0], part[1]);
		show_choices();
	});

	/* messages */
	function toast(text, kind) {
		var box = doc.querySelector(".toasts");
		if (!box) return;
		var note = doc.createElement("div");
		var close = doc.createElement("button");
		var words = doc.createElement("p");
		note.className = "note " + (kind || "ok");
		words.textContent = text;
		close.type = "button";
		close.className = "btn quiet small";
		close.textContent = "Đóng";
		close.addEventListener("click", function () {
			note.remove();
		});
		note.append(words, close);
		box.append(note);
		/* A refusal stays until it was read. */
		if (kind !== "bad") {
			setTimeout(function () {
				note.remove();
			}, 8000);
		}
	}
	doc.addEventListener("toast", function (event) {
		var detail = event.detail || {};
		toast(String(detail.value || detail.text || ""), detail.kind);
	});
	doc.addEventListener("htmx:sendError", function () {
		toast("Không kết nối được với máy chủ. Kiểm tra mạng rồi thử lại.", "bad");
	});
	doc.addEventListener("htmx:responseError", function (event) {
		var status = event.detail.xhr.status;
		toast(status === 401 ? "Phiên làm việc đã hết. Tải lại trang để đăng nhập."
			: status === 403 ? "Bạn không có quyền làm việc này."
			: "Chưa thực hiện được (mã " + status + "). Tải lại trang rồi thử lại.", "bad");
	});

	/* menus */
	function close_menus(except) {
		all("details.menu[open]").forEach(function (m) {
			if (m !== except) m.open = false;
		});
	}
	doc.addEventListener("click", function (event) {
		close_menus(event.target.closest("details.menu"));
	});
	doc.addEventListener("keydown", function (event) {
		var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
		var menu = event.target.closest("details.menu[open]");
		if (event.key === "Escape" && menu) {
			menu.open = false;
			menu.querySelector("summary").focus();
		} else if (event.key === "/" && !typing && !event.ctrlKey && !event.altKey && !event.metaKey) {
			var find = doc.querySelector(".find input");
			if (find) {
				event.preventDefault();
				find.focus();
			}
		}
	});

	/* small helps */
	on("click", "[data-print]", function () {
		window.print();
	});
	on("click", "[data-copy]", function (b) {
		var from = doc.querySelector(b.getAttribute("data-copy"));
		var text = from.value === undefined ? from.textContent.trim() : from.value;
		var copied = navigator.clipboard ? navigator.clipboard.writeText(text) : Promise.reject();
		copied.then(function () {
			toast("Đã sao chép.");
		}, function () {
			/* without https there is no clipboard: mark the text for Ctrl+C */
			if (from.select) from.select();
			else window.getSelection().selectAllChildren(from);
			toast("Nhấn Ctrl+C để sao chép phần đã chọn.", "info");
		});
	});
	on("change", "[data-check-all]", function (box) {
		all('input[name="' + box.getAttribute("data-check-all") + '"]', box.form || doc)
			.forEach(function (b) {
				b.checked = box.checked;
			});
	});
	function grow(area) {
		area.style.height = "auto";
		area.style.height = area.scrollHeight + 2 + "px";
	}
	if (!CSS.supports("field-sizing", "content")) on("input", "textarea", grow);

	/* 01032026, 1-3-2026 and 1.3.2026 become 01/03/2026; anything else is left for the server to judge */
	on("change", "input[data-kind=date]", function (input) {
		var m = /^\s*(\d{1,2})([-/. ]?)(\d{1,2})\2(\d{4})\s*$/.exec(input.value);
		if (m && (m[2] || m[1].length + m[3].length === 4)) {
			input.value = ("0" + m[1]).slice(-2) + "/" + ("0" + m[3]).slice(-2) + "/" + m[4];
		}
	});
	on("change", "input[data-kind=money]", function (input) {
		if (/^[\d\s.]+$/.test(input.value) && !/\.\d{1,2}$/.test(input.value)) {
			input.value = input.value.replace(/\D/g, "").replace(/\B(?=(\d{3})+$)/g, ".");
		}
	});

	/* repeated groups; without script the same buttons send the form and the server answers with the row */
	on("click", "[data-repeat] [name=_add]", function (b, event) {
		event.preventDefault();
		var box = b.closest("[data-repeat]");
		var template = box.querySelector("template");
		var next = Number(box.getAttribute("data-next") || all(".repeat-row", box).length);
		var copy = doc.importNode(template.content, true);
		all("*", copy).forEach(function (el) {
			["id", "name", "for", "value", "aria-describedby"].forEach(function (a) {
				var v = el.getAttribute(a);
				if (v) el.setAttribute(a, v.replace(/__/g, next));
			});
			if (el.hasAttribute("data-number")) el.textContent = next + 1;
		});
		box.setAttribute("data-next", next + 1);
		template.before(copy);
		var rows = all(".repeat-row", box);
		start(rows[rows.length - 1]);
		rows[rows.length - 1].querySelector("input, select, textarea").focus();
		mark(b.form);
	});
	on("click", "[data-repeat] [name=_remove]", function (b, event) {
		event.preventDefault();
		var box = b.closest("[data-repeat]");
		mark(b.form);
		b.closest(".repeat-row").remove();
		box.querySelector("[name=_add]").focus();
	});

	/*
	 * Drafts. Kept per tab under the form's key while typing. Sending marks the key; the next page
	 * that is neither this form nor the sign-in page proves that the server took it, and it is
	 * dropped. So an ended session or a refused form loses nothing.
	 */
	var dirty = null;
	function mark(form) {
		if (form && form.hasAttribute("data-draft")) {
			dirty = form;
			keep(form);
		}
	}
	function fields(form) {
		return all("input, select, textarea", form).filter(function (f) {
			return f.name && f.name[0] !== "_" && !/^(hidden|password|file|submit)$/.test(f.type);
		});
	}
	/* A box of a numbered row is known by what it is about: rows may be numbered anew. */
	function key_of(f) {
		var m = /^(values\.\d+\.)text$/.exec(f.name);
		var about = m && f.form.elements.namedItem(m[1] + "name");
		return about ? "=" + about.value : f.name;
	}
	/* Under "_version": what the form stood on when it was typed into. */
	function keep(form) {
		var version = form.elements.namedItem("_version");
		var values = fields(form).map(function (f) {
			return [key_of(f), f.type === "checkbox" || f.type === "radio" ? f.checked : f.value, f.value];
		});
		if (version) values.push(["_version", version.value, ""]);
		kept("sessionStorage", "draft:" + form.getAttribute("data-draft"), JSON.stringify(values));
	}
	function restore(form) {
		var key = "draft:" + form.getAttribute("data-draft");
		var text = kept("sessionStorage", key);
		var changed = false;
		if (!text || form.querySelector(".errors")) return;
		JSON.parse(text).forEach(function (v) {
			/* Typed on what was stored then: sent as such, so that the server says what has changed since. */
			if (v[0] === "_version") {
				["_version", "_base"].forEach(function (name) {
					var box = form.elements.namedItem(name);
					if (changed && box) box.value = v[1];
				});
				return;
			}
			/* a row that was added by script: ask its group for it again */
			if (v[0][0] !== "=" && !form.elements.namedItem(v[0])) {
				var add = form.querySelector('[data-repeat="' + v[0].split(".")[0] + '"] [name=_add]');
				if (add) add.click();
			}
			fields(form).forEach(function (f) {
				if (key_of(f) !== v[0]) return;
				if (typeof v[1] === "boolean") {
					if (f.value === v[2] && f.checked !== v[1]) {
						f.checked = v[1];
						changed = true;
					}
				} else if (f.value !== v[1]) {
					f.value = v[1];
					changed = true;
					f.dispatchEvent(new Event("change")); /* a picker shows it */
				}
			});
		});
		if (!changed) return kept("sessionStorage", key, null);
		dirty = form;
		var note = doc.createElement("div");
		var words = doc.createElement("p");
		var drop = doc.createElement("button");
		note.className = "note info";
		note.setAttribute("role", "status");
		words.textContent = "Đã khôi phục phần đang nhập dở lần trước trên máy này.";
		drop.type = "button";
		drop.className = "btn small";
		drop.textContent = "Bỏ phần nhập dở";
		drop.addEventListener("click", function () {
			kept("sessionStorage", key, null);
			dirty = null;
			location.reload();
		});
		words.append(" ", drop);
		note.append(words);
		form.prepend(note);
	}
	function forget_sent() {
		var sent = JSON.parse(kept("sessionStorage", "sent") || "[]");
		/* not taken: the draft stays until its form is sent again */
		if (doc.querySelector("form[data-signin], [data-refused]")) return kept("sessionStorage", "sent", null);
		sent.forEach(function (key) {
			var form = doc.querySelector('form[data-draft="' + CSS.escape(key) + '"]');
			if (!form || !form.querySelector(".errors")) {
				kept("sessionStorage", "draft:" + key, null);
			}
		});
		kept("sessionStorage", "sent", null);
	}
	on("click", "form[data-draft] [data-drop-draft]", function (a) {
		kept("sessionStorage", "draft:" + a.closest("form").getAttribute("data-draft"), null);
		dirty = null;
	});
	on("input", "form[data-draft]", mark);
	on("change", "form[data-draft]", mark);
	/* a preview beside a form comes by itself when the typing rests */
	var resting = null;
	on("input", "form[data-live]", function (form) {
		var look = form.querySelector("[data-preview]");
		clearTimeout(resting);
		if (look && form.requestSubmit) {
			resting = setTimeout(function () {
				form.requestSubmit(look);
			}, 700);
		}
	});
	/* kept on the server: one at a time, the last one never left out */
	var busy = false;
	function keep_there(form) {
		var body = new FormData(form);
		var says = form.querySelector("[data-kept]");
		if (busy) return void setTimeout(keep_there, 1000, form);
		busy = true;
		body.append("base", (body.get("_base") || body.get("_version")));
		["_version", "_base", "_key", "_csrf", "title", "note"].forEach(function (name) {
			body.delete(name);
		});
		body.append("_version", "any"); /* "base" says what it stands on */
		fetch(form.getAttribute("data-keep"), { method: "POST", body: body, headers: {
			"X-CSRF-Token": form.elements.namedItem("_csrf").value, Accept: "application/json" } })
			.then(function (answer) {
				if (answer.status === 401) return { message: "Phiên làm việc đã hết: phần đang gõ được giữ trên máy này. Bấm Lưu để đăng nhập rồi gõ tiếp." };
				return answer.json().then(function (data) {
					return answer.ok ? data : { message: (data.error || data).message };
				});
			}, function () {
				return { message: "Chưa kết nối được với máy chủ: phần đang gõ được giữ trên máy này." };
			})
			.then(function (data) {
				busy = false;
				if (says) says.textContent = data.message || "";
			});
	}
	on("input", "form[data-keep]", function (form) {
		clearTimeout(form.keeping);
		form.keeping = setTimeout(keep_there, 1500, form);
	});
	doc.addEventListener("submit", function (event) {
		var form = event.target;
		if (event.submitter && event.submitter.formTarget) return; /* a look, nothing is sent for good */
		if (form.hasAttribute("data-signout")) {
			try {
				sessionStorage.clear();
			} catch (e) {
				/* nothing was kept */
			}
		}
		if (form.hasAttribute("data-draft") && !event.defaultPrevented) {
			keep(form);
			kept("sessionStorage", "sent", JSON.stringify([form.getAttribute("data-draft")]));
			dirty = null;
		}
		clearTimeout(form.keeping);
		/* a second click must not send twice; the server refuses it too */
		if (form.method === "post" && !form.hasAttribute("data-again")) {
			setTimeout(function () {
				all("button:not([type=button]):not(:disabled)", form).forEach(function (b) {
					b.setAttribute("data-sent", "");
					b.disabled = true;
				});
			}, 0);
		}
	});
	function free_buttons() {
		all("button[data-sent]").forEach(function (b) {
			b.disabled = false;
			b.removeAttribute("data-sent");
		});
	}
	window.addEventListener("pageshow", free_buttons); /* back from the history with the page kept */
	doc.addEventListener("htmx:afterRequest", free_buttons);
	window.addEventListener("beforeunload", function (event) {
		if (dirty && doc.contains(dirty)) {
			event.preventDefault();
			event.returnValue = "";
		}
	});

	/* for the first page and for every part that htmx brings */
	function start(part) {
		all("[data-js]", part).forEach(function (el) {
			el.hidden = false;
		});
		if (window.thidua_pickers) window.thidua_pickers(part);
	}
	doc.addEventListener("htmx:load", function (event) {
		start(event.detail.elt);
		show_choices();
	});
	start(doc);
	show_choices();
	forget_sent();
	all("form[data-draft]").forEach(restore);
	var errors = doc.querySelector(".errors");
	if (errors) errors.focus();
})();
