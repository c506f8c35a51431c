/* Keeps a wall alive: asks for news all the time, turns the pages, counts ages and the clock, says when nobody answers.
   Written for the browsers of old televisions: nothing newer than Chromium 60. */
(function () {
  'use strict';
  var root = document.documentElement, body = document.body, place = document.getElementById('isi');
  var banner = document.getElementById('pita'), set = body.dataset, ages = JSON.parse(set.umur);
  var EVERY = 700, PATIENCE = 5000, STILL = 3000;
  var wall, views, at = 0, heard = Date.now(), drift = 0, isPaused = false, isBlack = false, turning, resting;
  var names = new URLSearchParams(location.search).get('nama');

  function size() {
    var unit = Math.min(innerWidth / 1920, innerHeight / 1080);
    root.style.setProperty('--u', unit + 'px');
    document.querySelectorAll('pattern').forEach(function (hatch) {
      hatch.setAttribute('patternTransform', 'rotate(' + (hatch.id === 'overdue' ? -45 : 45) + ') scale(' + unit + ')');
    });
  }

  function take() {
    wall = place.querySelector('.wall');
    views = [].slice.call(wall.querySelectorAll('.view'));
  }

  /* The picture */
  function show(name) {
    var found = views.findIndex(function (view) { return view.dataset.view === name; });
    at = found < 0 ? Math.min(at, views.length - 1) : found;
    views.forEach(function (view, n) { view.classList.toggle('on', n === at); });
    rest();
  }

  function here() { return views[at] ? views[at].dataset.view : ''; }

  function step(by) { show(views[(at + by + views.length) % views.length].dataset.view); }

  function rest() {
    clearTimeout(turning);
    if (!isPaused && !wall.dataset.tampil && views.length > 1) turning = setTimeout(step, set.detik * 1000, 1);
  }

  function pause(on) { isPaused = on; body.classList.toggle('paused', on); rest(); }

  function black(on) { isBlack = on; root.classList.toggle('black', on || !!wall.dataset.gelap); }

  function replace(html) {
    var before = here();
    place.innerHTML = html;
    take();
    show(wall.dataset.tampil || before);
    black(isBlack);
    tick();
  }

  /* Time: the server's clock, the city's zone */
  function now() { return Date.now() + drift; }

  function mark() { return root.lang === 'id' ? '.' : ':'; }

  function clock(at) {
    var local = new Date(at + wall.dataset.geser * 60000);
    return ('0' + local.getUTCHours()).slice(-2) + mark() + ('0' + local.getUTCMinutes()).slice(-2);
  }

  function counted(forms, n) { return forms[n === 1 ? 0 : 1].replace('{n}', n); }

  function age(since) {
    var seconds = Math.max(0, now() / 1000 - since), day = 86400;
    var midnights = Math.floor((now() / 1000 + wall.dataset.geser * 60) / day) - Math.floor((+since + wall.dataset.geser * 60) / day);
    if (midnights > 0) return counted(ages.days, midnights);
    if (seconds >= 3600) return counted(ages.hours, Math.floor(seconds / 3600));
    return counted(seconds >= 120 ? ages.minutes : ages.now, Math.floor(seconds / 60));
  }

  function tick() {
    text(wall.querySelector('.clock'), clock(now()) + ' ' + wall.dataset.zona);
    wall.querySelectorAll('time[data-at]').forEach(function (time) { text(time, age(time.dataset.at)); });
    wall.querySelectorAll('time[data-sampai]').forEach(left);
    silent();
  }

  /* The minutes planned for an item: red once they are used up */
  function left(time) {
    var seconds = Math.round(time.dataset.sampai - now() / 1000), whole = Math.abs(seconds);
    var told = Math.floor(whole / 60) + mark() + ('0' + whole % 60).slice(-2);
    text(time, (seconds < 0 ? set.lewat : set.sisa).replace('{clock}', told));
    time.classList.toggle('over', seconds < 0);
  }

  function text(node, said) { if (node && node.textContent !== said) node.textContent = said; }

  /* The server */
  function ask(path) {
    var query = new URLSearchParams(location.search), stop = window.AbortController && new AbortController();
    if (names) query.set('nama', names);
    query.set('t', wall.dataset.tanda);
    query.set('b', wall.dataset.buku);
    query.set('v', here());
    var waiting = setTimeout(function () { if (stop) stop.abort(); }, PATIENCE);
    return fetch(set.alamat + path + '?' + query, { signal: stop ? stop.signal : undefined, cache: 'no-store' })
      .then(function (answer) { clearTimeout(waiting); return answer; }, function (no) { clearTimeout(waiting); throw no; });
  }

  async function listen() {
    try {
      var answer = await ask('/kabar');
      if (answer.status === 205 || isOld()) return location.reload();
      if (answer.status !== 204 && answer.status !== 200) throw new Error(answer.status);
      alive(answer);
      if (answer.status === 200) await news(await answer.json());
    } catch (no) { /* whether it is silence, the clock decides */ }
    setTimeout(listen, EVERY);
  }

  /* A notice that is to be asked for again after a while. */
  function isOld() { return wall.dataset.ulang && performance.now() > wall.dataset.ulang * 1000; }

  async function news(found) {
    if (found.isi !== wall.dataset.isi) return fresh();
    wall.dataset.tanda = found.tanda;
    text(wall.querySelector('.waiting'), found.tunggu);
  }

  async function fresh() {
    var answer = await ask('/isi');
    if (!answer.ok) throw new Error(answer.status);
    replace(await answer.text());
  }

  function alive(answer) {
    var told = Date.parse(answer.headers.get('date'));
    heard = Date.now();
    /* The header has whole seconds: the clock is set only where it is clearly off. */
    if (told && Math.abs(told - now()) > 2000) drift = told - heard;
    banner.hidden = true;
    body.classList.remove('silent');
  }

  function silent() {
    if (Date.now() - heard < set.sunyi * 1000) return;
    text(banner, set.putus.replace('{clock}', clock(heard + drift)));
    banner.hidden = false;
    body.classList.add('silent');
  }

  /* Keys and pointer */
  var keys = {
    ArrowRight: function () { step(1); }, PageDown: function () { step(1); }, ' ': function () { step(1); },
    ArrowLeft: function () { step(-1); }, PageUp: function () { step(-1); },
    f: function () { document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen(); },
    Escape: function () { black(false); pause(false); },
    p: function () { pause(!isPaused); },
    d: function () { root.dataset.tema = root.dataset.tema === 'gelap' ? 'terang' : 'gelap'; },
    n: function () { names = wall.dataset.nama ? 'tidak' : 'ya'; fresh().catch(function () { names = null; }); },
    b: function () { black(!isBlack); }
  };
  addEventListener('keydown', function (event) {
    var act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    act();
  });

  function stir() {
    body.classList.remove('still');
    clearTimeout(resting);
    resting = setTimeout(function () { body.classList.add('still'); }, STILL);
  }
  addEventListener('mousemove', stir);
  addEventListener('resize', size);

  size();
  take();
  show(wall.dataset.tampil || here());
  black(false);
  stir();
  tick();
  setInterval(tick, 500);
  setTimeout(listen, EVERY);
}());
