import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { benchCommandLine, type ProcessTime } from './command-line.ts';
import { benchKernel, type KernelBenchmark } from './kernel.ts';
import { benchPromQL, type PromQLBenchmark } from './promql.ts';
import { benchTraffic, type TrafficBenchmark } from './traffic.ts';
import { benchReplicas, benchRollouts, benchThroughput, type Cost, type Throughput } from './simulation.ts';

/**
 * Measures everything that has a speed, prints it and writes bench/results.json. Nothing is asserted: machines differ. The engine is measured in
 * processor time; the command line in the time that a person waits.
 */

const RESULTS = 'bench/results.json';

function count(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(4));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rounded(item)]));
}

function printKernel({ queue, scheduler, simpy }: KernelBenchmark): void {
  console.log('\nKernel: hold operations with 1,000 pending events');
  console.log(`  event queue        ${count(queue.operationsPerSecond).padStart(10)} a second`);
  console.log(`  clock, processes   ${count(scheduler.operationsPerSecond).padStart(10)} a second`);
  if ('notRun' in simpy) console.log(`  SimPy              not run: ${simpy.notRun}`);
  else
    console.log(`  SimPy, processes   ${count(simpy.operationsPerSecond).padStart(10)} a second  (${simpy.version})`);
}

function printThroughput(throughput: Throughput): void {
  const { rolloutsPerSecond, reconcilesPerSecond, simulatedSecondsPerSecond } = throughput;
  console.log('\nEngine: full getting-started runs in one process, by processor time');
  console.log(`  runs               ${count(rolloutsPerSecond).padStart(10)} a second`);
  console.log(`  reconciles         ${count(reconcilesPerSecond).padStart(10)} a second`);
  console.log(`  simulated time     ${count(simulatedSecondsPerSecond).padStart(10)} seconds a second`);
}

function printCosts(title: string, costs: readonly Cost[]): void {
  console.log(`\n${title}`);
  for (const { size, milliseconds, microsecondsEach, reconciles, entries, megabytes } of costs) {
    const memory = megabytes === undefined ? '' : `  ${megabytes.toFixed(1).padStart(7)} MB`;
    console.log(
      `  ${count(size).padStart(6)}  ${milliseconds.toFixed(1).padStart(9)} ms  ${microsecondsEach.toFixed(0).padStart(7)} µs each` +
        `  ${count(reconciles).padStart(8)} reconciles  ${count(entries).padStart(9)} entries${memory}`,
    );
  }
}

function printCommandLine(times: readonly ProcessTime[]): void {
  console.log('\nCommand line: from the shell to the end, median');
  for (const { command, medianMs, megabytes } of times) {
    console.log(
      `  ${command.padEnd(34)} ${medianMs.toFixed(0).padStart(5)} ms  ${megabytes.toFixed(0).padStart(4)} MB at most`,
    );
  }
}

const [load = 0] = loadavg();
function printPromQL({ series, samples, megabytes, trafficSeconds, queriesPerSecond }: PromQLBenchmark): void {
  console.log('\nTraffic and PromQL: an hour of 20 pods, windows of 1 s, scraped every 15 s');
  for (const [perSecond, seconds] of Object.entries(trafficSeconds)) {
    console.log(`  ${count(Number(perSecond)).padStart(7)} requests a second  ${seconds.toFixed(2).padStart(6)} s`);
  }
  console.log(`  ${count(series)} series, ${count(samples)} samples, ${megabytes.toFixed(1)} MB`);
  for (const [text, perSecond] of Object.entries(queriesPerSecond)) {
    console.log(`  ${count(perSecond).padStart(7)} a second  ${text}`);
  }
}

const machine =
  `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}, ${process.platform}, ` +
  `load ${load.toFixed(1)} at the start`;
function printTraffic({ millisecondsByRate, series, samples }: TrafficBenchmark): void {
  console.log('\nA run with traffic: bad-canary, fifteen minutes in windows of 1 s, by processor time');
  for (const [perSecond, milliseconds] of Object.entries(millisecondsByRate)) {
    console.log(
      `  ${count(Number(perSecond)).padStart(7)} requests a second  ${milliseconds.toFixed(0).padStart(6)} ms`,
    );
  }
  console.log(`  ${count(series)} series, ${count(samples)} samples`);
}

console.log(machine);
const kernel = await benchKernel();
printKernel(kernel);
const throughput = benchThroughput();
printThroughput(throughput);
const replicas = benchReplicas();
printCosts('Engine: one rollout with so many replicas', replicas);
const rollouts = benchRollouts();
printCosts('Engine: so many rollouts of five replicas in one world', rollouts);
const commandLine = benchCommandLine();
printCommandLine(commandLine);
const promQL = benchPromQL();
printPromQL(promQL);
const traffic = benchTraffic();
printTraffic(traffic);
const results = rounded({ machine, kernel, throughput, replicas, rollouts, commandLine, promQL, traffic });
writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
console.log(`\nwritten to ${RESULTS}`);
