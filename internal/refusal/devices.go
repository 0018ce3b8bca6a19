package refusal

func NoDevice() *Error { return New(codeResourceNotFound, "Device does not exist.") } // M125, M129

func InvalidDeviceKey() *Error { return InvalidParameter("Invalid device key given.") } // M117

func DeviceExists() *Error { // M118; words: choice
	return New(codeDeviceKeyExists, "Device Key already exists.")
}

func DeviceVerifier() *Error { return InvalidParameter("Invalid device secret verifier.") } // M119; choice
