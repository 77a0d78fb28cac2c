/* Draws the charts whose numbers stand in the page as JSON; the same numbers stand beside them as a table. */
(() => {
  "use strict";
  const INK = "#1f4b7a";

  function tooltip(numbers) {
    return (at) => {
      const one = Array.isArray(at) ? at[0] : at;
      const note = numbers.notes ? `（${numbers.notes[one.dataIndex]}）` : "";
      return `${echarts.format.encodeHTML(one.name)}<br>${one.value ?? "—"}${echarts.format.encodeHTML(numbers.unit)}${note}`;
    };
  }

  function bars(numbers) {
    return {
      grid: { left: 8, right: 56, top: 8, bottom: 8, containLabel: true },
      xAxis: { type: "value", max: numbers.unit === "%" ? 100 : null, minInterval: numbers.unit === "%" ? 0 : 1, axisLabel: { formatter: `{value}${numbers.unit === "%" ? "%" : ""}` } },
      yAxis: { type: "category", data: numbers.names, inverse: true, axisTick: { show: false }, axisLabel: { width: 160, overflow: "truncate" } },
      series: [{ type: "bar", data: numbers.values, barMaxWidth: 18, itemStyle: { color: INK }, label: { show: true, position: "right", formatter: (at) => (at.value == null ? "—" : `${at.value}${numbers.unit === "%" ? "%" : ""}`) } }],
    };
  }

  function line(numbers) {
    return {
      grid: { left: 8, right: 24, top: 24, bottom: 8, containLabel: true },
      xAxis: { type: "category", data: numbers.names },
      yAxis: { type: "value", max: numbers.unit === "%" ? 100 : null, minInterval: numbers.unit === "%" ? 0 : 1, axisLabel: { formatter: `{value}${numbers.unit === "%" ? "%" : ""}` } },
      series: [{ type: "line", data: numbers.values, connectNulls: false, symbolSize: 7, lineStyle: { color: INK, width: 2 }, itemStyle: { color: INK }, areaStyle: { color: "rgba(31,75,122,.08)" } }],
    };
  }

  function draw(place) {
    const numbers = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    if (numbers.kind === "bars") place.style.height = `${Math.max(6, numbers.names.length * 2 + 3)}rem`;
    const chart = echarts.init(place, null, { renderer: "svg" });
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    chart.setOption({ animation: !still, textStyle: { fontFamily: "inherit" }, tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, formatter: tooltip(numbers) }, ...(numbers.kind === "bars" ? bars(numbers) : line(numbers)) });
    new ResizeObserver(() => chart.resize()).observe(place);
  }

  const begin = () => document.querySelectorAll("[data-chart]:not([_echarts_instance_])").forEach(draw);
  document.addEventListener("DOMContentLoaded", begin);
  document.addEventListener("htmx:afterSettle", begin);
})();
