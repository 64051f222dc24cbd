/** The script of the page: moves through the moments. Plain, without dependencies; allowed by its hash alone. */
export const PAGE_SCRIPT = `
(() => {
  'use strict';
  const byId = (id) => document.getElementById(id);
  const because = byId('show-because');
  because?.addEventListener('change', () => byId('timeline').classList.toggle('without-because', !because.checked));
  const source = byId('data');
  if (source === null) return;
  const data = JSON.parse(source.textContent);
  const slider = byId('moment');
  const show = (index) => {
    slider.value = String(index);
    slider.setAttribute('aria-valuetext', data.labels[index]);
    byId('clock').textContent = data.labels[index];
    byId('caption').textContent = data.captions[index];
    byId('back').disabled = index === 0;
    byId('on').disabled = index === data.times.length - 1;
    for (const view of document.querySelectorAll('.view')) {
      const workload = data.workloads[view.dataset.workload];
      view.textContent = workload.views[workload.viewOf[index]];
    }
    for (const chart of document.querySelectorAll('.plot')) {
      const { plot } = data.workloads[chart.dataset.workload];
      const cursor = chart.querySelector('.cursor');
      if (!plot) continue;
      cursor.hidden = false;
      cursor.style.left = 100 * (plot.left + plot.width * Math.min(1, data.times[index] / plot.endMs)) + '%';
    }
    for (const button of document.querySelectorAll('.time')) {
      button.setAttribute('aria-current', String(Number(button.dataset.at) === data.times[index]));
    }
  };
  const nearest = (atMs) => {
    let index = 0;
    while (index + 1 < data.times.length && data.times[index + 1] <= atMs) index += 1;
    return index;
  };
  slider.addEventListener('input', () => show(Number(slider.value)));
  byId('back').addEventListener('click', () => show(Math.max(0, Number(slider.value) - 1)));
  byId('on').addEventListener('click', () => show(Math.min(data.times.length - 1, Number(slider.value) + 1)));
  for (const button of document.querySelectorAll('.time')) {
    button.addEventListener('click', () => {
      show(nearest(Number(button.dataset.at)));
      byId('explorer').scrollIntoView({ block: 'start' });
    });
  }
  for (const chart of document.querySelectorAll('.plot')) {
    const { plot } = data.workloads[chart.dataset.workload];
    if (!plot) continue;
    chart.addEventListener('click', (event) => {
      const box = chart.getBoundingClientRect();
      const share = ((event.clientX - box.left) / box.width - plot.left) / plot.width;
      show(nearest(Math.max(0, share) * plot.endMs));
    });
  }
  show(Number(slider.value));
})();
`;
