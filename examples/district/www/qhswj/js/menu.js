function menu(){}
