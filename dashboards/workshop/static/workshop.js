// Keeps a screen as the room is: parts that changed take the place of the old ones, what somebody is writing stays.
(() => {
  'use strict';
  const said = document.getElementById('said');
  const away = document.getElementById('away');
  const drafts = new Map();

  const say = (words, fault) => {
    if (!said) return;
    said.textContent = words;
    said.classList.toggle('is-fault', Boolean(fault));
  };

  // What is written and not yet sent is kept over a change of the page around it.
  const fields = (part) => part.querySelectorAll('form[data-drafts] :is(input:not([type=hidden]), textarea)');
  const note = (event) => {
    if (event.target.closest('form[data-drafts]')) drafts.set(event.target.id, event.target.value);
    if (event.target.type === 'range') told(event.target);
  };
  const told = (range) => {
    const output = range.parentElement.querySelector('output');
    // A slider of a strength has steps of its own between two ends.
    const { low, high } = range.dataset;
    const share = (range.value - range.min) / (range.max - range.min);
    const value = low === undefined ? Number(range.value) : Number(low) + (high - low) * share;
    if (output) output.textContent = value.toLocaleString('en-GB', { maximumSignificantDigits: low === undefined ? 21 : 3 });
    draw(range.closest('form'));
  };

  const dress = (part) => {
    for (const field of fields(part)) {
      if (drafts.has(field.id)) field.value = drafts.get(field.id);
    }
    part.querySelectorAll('input[type=range]').forEach(told);
  };

  const put = (name, html) => {
    const part = document.getElementById(`part-${name}`);
    if (!part) return;
    const held = document.activeElement;
    const id = part.contains(held) ? held.id : '';
    const value = part.contains(held) && held.name ? `${held.name}=${held.value}` : '';
    const place = id && 'selectionStart' in held ? [held.selectionStart, held.selectionEnd] : null;
    const opened = [...part.querySelectorAll('details')].map((one) => one.open);
    const heading = part.querySelector('h1, h2')?.textContent;
    part.innerHTML = html;
    part.querySelectorAll('details').forEach((one, k) => { if (opened[k] !== undefined) one.open = opened[k]; });
    dress(part);
    const again = (id && document.getElementById(id))
      || (value && [...part.querySelectorAll('[name]')].find((one) => `${one.name}=${one.value}` === value));
    if (again) {
      again.focus();
      if (place && place[0] !== null) again.setSelectionRange(...place);
    } else if (value || id) {
      document.getElementById('main').focus();
    }
    const now = part.querySelector('h1, h2')?.textContent;
    if (name === 'stage' && now !== heading) say(now || '');
    document.dispatchEvent(new CustomEvent('part', { detail: name }));
  };

  const send = async (event) => {
    const form = event.target;
    if (form.hasAttribute('data-plain')) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form, event.submitter));
    if (event.submitter?.name) body.set(event.submitter.name, event.submitter.value);
    try {
      const answer = await fetch(form.action, { method: 'POST', body, headers: { Accept: 'application/json' } });
      const words = (await answer.json()).said;
      if (answer.ok) fields(form.parentElement).forEach((one) => drafts.delete(one.id));
      if (words) say(words, !answer.ok);
    } catch {
      say('That did not reach the room. Try again in a moment.', true);
    }
  };

  // A pad to draw a line on: it moves the sliders below it, which is what counts.
  const WIDTH = 760, HEIGHT = 380, LEFT = 72, RIGHT = 724, TOP = 16, BOTTOM = 336;
  const SVG = 'http://www.w3.org/2000/svg';
  const draw = (form) => {
    const pad = form?.querySelector('.pad');
    if (!pad) return;
    const sliders = [...form.querySelectorAll('input[name=values]')];
    const [least, most] = [Number(pad.dataset.least), Number(pad.dataset.most)];
    const x = (k) => LEFT + (RIGHT - LEFT) * k / Math.max(sliders.length - 1, 1);
    const y = (amount) => BOTTOM - (BOTTOM - TOP) * (amount - least) / (most - least);
    const points = sliders.map((one, k) => [x(k), y(Number(one.value))]);
    const one = (kind, more, text) => {
      const made = document.createElementNS(SVG, kind);
      Object.entries(more).forEach(([key, value]) => made.setAttribute(key, value));
      if (text !== undefined) made.textContent = text;
      return made;
    };
    pad.replaceChildren(
      ...[least, (least + most) / 2, most].map((v) => one('text', { x: LEFT - 8, y: y(v) + 5, 'text-anchor': 'end' }, Math.round(v).toLocaleString('en-GB'))),
      ...[least, (least + most) / 2, most].map((v) => one('line', { class: 'grid', x1: LEFT, x2: RIGHT, y1: y(v), y2: y(v) })),
      one('path', { class: 'mineline', d: `M${points.map((p) => p.join(' ')).join(' L')}` }),
      ...points.map(([cx, cy]) => one('circle', { class: 'minedot', cx, cy, r: 7 })),
    );
  };
  const pull = (event) => {
    const pad = event.target.closest?.('.pad');
    if (!pad || (event.type === 'pointermove' && !event.buttons)) return;
    event.preventDefault();
    const box = pad.getBoundingClientRect();
    const left = (event.clientX - box.left) / box.width * WIDTH;
    const down = (event.clientY - box.top) / box.height * HEIGHT;
    const sliders = pad.closest('form').querySelectorAll('input[name=values]');
    const near = Math.round((left - LEFT) / (RIGHT - LEFT) * (sliders.length - 1));
    const slider = sliders[Math.min(Math.max(near, 0), sliders.length - 1)];
    const [least, most] = [Number(pad.dataset.least), Number(pad.dataset.most)];
    slider.value = least + (BOTTOM - down) / (BOTTOM - TOP) * (most - least);
    drafts.set(slider.id, slider.value);
    told(slider);
  };

  document.addEventListener('input', note);
  document.addEventListener('submit', send);
  document.addEventListener('pointerdown', pull);
  document.addEventListener('pointermove', pull);
  document.querySelectorAll('[data-part]').forEach(dress);

  const { events } = document.body.dataset;
  if (!events) return;
  let source;
  const open = () => {
    source = new EventSource(events);
    source.addEventListener('open', () => { away.hidden = true; });
    source.addEventListener('parts', (event) => {
      Object.entries(JSON.parse(event.data)).forEach(([name, html]) => put(name, html));
    });
    source.addEventListener('frame', (event) => {
      document.dispatchEvent(new CustomEvent('frame', { detail: JSON.parse(event.data) }));
    });
    source.addEventListener('error', () => {
      if (document.querySelector('[data-ended]')) { source.close(); return; }
      away.hidden = false;
      // A browser gives up when the server says no or is away too long; we do not.
      if (source.readyState === EventSource.CLOSED) setTimeout(open, 2000);
    });
  };
  open();
  // A phone that slept asks anew at once.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && !away.hidden) { source.close(); open(); }
  });
})();
