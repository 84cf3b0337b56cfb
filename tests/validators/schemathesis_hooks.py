"""What Schemathesis must be told to send what /openapi.json describes: SCHEMATHESIS_HOOKS names this file."""
import schemathesis

# Of tus 1.0.0: any bytes.
schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
