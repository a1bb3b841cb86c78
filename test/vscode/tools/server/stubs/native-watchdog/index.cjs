"use strict";
// The extension host asks for this when it starts: it must not outlive the server. The original is compiled C++.
const INTERVAL_MS = 1000;

exports.start = (parentPid) => {
  const timer = setInterval(() => {
    try {
      process.kill(parentPid, 0);
    } catch {
      process.exit(87);
    }
  }, INTERVAL_MS);
  timer.unref();
};
