/**
 * Turns Ctrl-C into a signal from here on, so that a command can end in its own way: give the terminal back, write nothing.
 * While a world runs nobody listens, so that Ctrl-C ends the process at once.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return controller.signal;
}
