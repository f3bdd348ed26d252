package main_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os/signal"
	"syscall"
	"testing"

	webhook "github.com/cert-manager/cert-manager/test/webhook"
)

// TestWebhook is cert-manager's webhook as a program: what it publishes for tests is the only door to it. Its flags stand after `--`.
func TestWebhook(t *testing.T) {
	// before it starts, so that it is never ended without its folder being removed
	ctx, stop := signal.NotifyContext(t.Context(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	server, end := webhook.StartWebhookServer(t, flag.Args())
	defer end()
	listening, err := json.Marshal(map[string]string{"url": server.URL, "ca": string(server.CAPEM)})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("listening %s\n", listening)
	<-ctx.Done()
}
