module example.test/sample

go 1.22

require github.com/BurntSushi/toml v1.3.2

require rsc.io/quote v1.5.2

require (
	golang.org/x/text v0.0.0-20170915032832-14c0d48ead0c // indirect
	rsc.io/sampler v1.3.0 // indirect
)
