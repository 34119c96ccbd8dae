// A chart of stacked bars, drawn by uPlot. The table of the view has the same figures for those who do not see it.

import uPlot from '../webjars/uplot/1.6.30/dist/uPlot.esm.js';

const HEIGHT = 260;
/** Least distance between two labels of the time axis, in pixels. */
const LABEL = 72;
/** Buckets from one label to the next one: whole days and weeks, where the buckets are hours or days. */
const STEPS = [1, 2, 3, 6, 7, 12, 14, 24, 30, 48, 72, 96, 168, 336, 720];
const FONT = '12px system-ui, sans-serif';

const dark = matchMedia('(prefers-color-scheme: dark)');

export class Chart {
  #place;
  #plot = null;
  #drawn = null;

  /** @param place an element with nothing else in it; its width is that of the chart */
  constructor(place) {
    this.#place = place;
    new ResizeObserver(() => this.#resize()).observe(place);
    dark.addEventListener('change', () => this.#draw());
  }

  /**
   * Draws the chart again.
   *
   * @param drawing has these fields:
   * @param lines for each series a number per bucket, the lowest of the stack first
   * @param colour returns the colour of a series by its number, in the current theme
   * @param label returns the text of a bucket by its number
   * @param value returns the text of a sum
   * @param pointed is called with the number of the bucket under the pointer, or null
   */
  show(drawing) {
    this.#drawn = drawing;
    this.#draw();
  }

  #draw() {
    this.#plot?.destroy();
    this.#plot = null;
    if (this.#drawn && this.#place.clientWidth > 0) {
      this.#plot = new uPlot(this.#options(this.#drawn), data(this.#drawn.lines), this.#place);
    }
  }

  #options({ lines, colour, label, value, pointed }) {
    const style = getComputedStyle(this.#place);
    const axis = { stroke: style.color, font: FONT, grid: { stroke: style.borderColor, width: 1 },
      ticks: { show: false } };
    return {
      width: this.#place.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { setScale: false, x: false, y: false } },
      scales: {
        x: { time: false, range: () => [-0.5, lines[0].length - 0.5] },
        y: { range: (_, __, most) => [0, most * 1.05 || 1] },
      },
      axes: [
        { ...axis, grid: { show: false }, size: 28, space: LABEL, incrs: STEPS,
          values: (_, places) => places.map(place => label(place) ?? '') },
        { ...axis, size: 68, values: (_, sums) => sums.map(value) },
      ],
      series: [{}, ...lines.map((_, number) => bars(colour(lines.length - 1 - number)))],
      hooks: { setCursor: [plot => pointed(plot.cursor.idx ?? null)] },
    };
  }

  #resize() {
    if (!this.#plot) {
      this.#draw();
    } else if (this.#place.clientWidth > 0) {
      this.#plot.setSize({ width: this.#place.clientWidth, height: HEIGHT });
    }
  }
}

const bars = fill => ({ fill, stroke: fill, width: 0, points: { show: false },
  paths: uPlot.paths.bars({ size: [0.75, 48] }) });

/** Adds up the series, the highest bars first, so that each covers the lower part of the one before it. */
function data(lines) {
  const sums = [];
  lines.forEach((line, number) => sums.push(line.map((value, place) => value + (number ? sums[number - 1][place] : 0))));
  return [lines[0].map((_, place) => place), ...sums.reverse()];
}
