"""What tests share: clients, servers, fakes."""
