//go:build tools

// Package tools keeps runsc among this module's requirements, so that `go mod tidy` pins what it needs.
package tools

import _ "gvisor.dev/gvisor/runsc"
