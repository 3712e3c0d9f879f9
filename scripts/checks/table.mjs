const contract = ['core', 'errors'];
const kernel = [...contract, 'linux', 'cgroup'];
const driver = [...contract, 'driver-kit', 'oci-spec'];

/** Which of our packages each may depend on. An import may only point from a later line to an earlier one. */
const mayDependOn = {
  core: [],
  errors: ['core'],
  'oci-spec': contract,
  linux: contract,
  cgroup: contract,
  terminal: [...contract, 'linux'],
  // What a driver writes beside a checkpoint, and what people judge an image by without any driver.
  image: contract,
  'driver-kit': [...kernel, 'image'],
  runc: driver,
  runsc: driver,
  crun: driver,
  'oom-cgroup': kernel,
  'oom-gvisor': [...kernel, 'oom-cgroup'],
  'criu-cuda': [...contract, 'image'],
  memory: contract,
  conformance: ['core'],
  runtime: contract,
  compose: contract,
  'create-caisson-driver': [],
  sandbox: [...contract, 'oci-spec'],
};

/** The command may use all of them, and nothing may use it. */
export const allowed = { ...mayDependOn, cli: Object.keys(mayDependOn) };
