"""Services that nobody here wrote, each judged with its URL and credentials alone.

python -m benchmarks.services [--only NAME,…] [--tools ringback,schemathesis] [--folder PATH]

Each service is installed into an environment of its own from the package registries as the machine
has them configured, started on 127.0.0.1, and asked by `ringback check` and by `schemathesis run`.
A tap on the connection (`tap`) sees what either of them sends, so that both are counted alike.
"""
