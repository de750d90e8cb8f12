package neo4jtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// certificateFile is the certificate of a server that encrypts, below its home. It is
// its own authority, and the one that the server trusts in those who show it one.
const certificateFile = "certificates/public.crt"

// encrypt makes a certificate for the loopback address under home, and returns settings
// by which a server encrypts for those who ask for it, and asks nobody for a certificate.
func encrypt(home string) (map[string]string, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "neo4jtest"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	public, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(home, filepath.FromSlash(certificateFile))
	if err := os.MkdirAll(filepath.Join(filepath.Dir(file), "trusted"), 0o700); err != nil {
		return nil, err
	}
	certificate := &pem.Block{Type: "CERTIFICATE", Bytes: public}
	for name, block := range map[string]*pem.Block{filepath.Base(file): certificate, "trusted/public.crt": certificate, "private.key": {Type: "PRIVATE KEY", Bytes: private}} {
		if err := os.WriteFile(filepath.Join(filepath.Dir(file), filepath.FromSlash(name)), pem.EncodeToMemory(block), 0o600); err != nil {
			return nil, err
		}
	}
	return map[string]string{
		"server.bolt.tls_level":                   "OPTIONAL",
		"dbms.ssl.policy.bolt.enabled":            "true",
		"dbms.ssl.policy.bolt.base_directory":     filepath.Dir(file),
		"dbms.ssl.policy.bolt.private_key":        "private.key",
		"dbms.ssl.policy.bolt.public_certificate": filepath.Base(file),
		"dbms.ssl.policy.bolt.client_auth":        "NONE",
	}, nil
}
