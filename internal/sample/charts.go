package sample

// The org charts of the sample. One line is one seat, indented by tabs under the
// seat it reports to:
//
//	title ; level ; function ; holder ; days in the seat
//
// An empty holder is a vacant seat; "?" is one whose holder is not known. A
// number in brackets after a title makes that many seats with invented holders.

const nordlicht = `
Chief Executive Officer;5;GENERAL_MANAGEMENT;Ingrid Solheim;2900
	Chief Financial Officer;4;FINANCE;Priya Raman;1500
		Head of Controlling;3;FINANCE;Jonas Weidt;1100
		Accountant (3);1;FINANCE
	Chief Technology Officer;4;ENGINEERING;Tomasz Wilk;2100
		Head of Architecture;3;ENGINEERING;Lena Fromm;1300
			Solution Architect;2;ENGINEERING;Marek Dvorak;900
			Solution Architect;2;ENGINEERING;Aiko Tanabe;520
		Head of Engineering;3;ENGINEERING;Diego Santos;800
			Software Engineer (8);1;ENGINEERING
	Sales Director;4;SALES;Erik Vinter;2400
		Key Account Manager;3;SALES;Sofia Lindt;1250
		Key Account Manager;3;SALES;Ben Okafor;1600
		Key Account Manager;3;SALES;Hana Novak;300
		Account Executive (4);1;SALES
	Head of Delivery;3;CUSTOMER_SERVICE;Anja Petersen;1700
		Delivery Manager;2;CUSTOMER_SERVICE;Carl Jensen;1000
		Delivery Manager;2;CUSTOMER_SERVICE;Noor Haddad;610
		Support Engineer (6);1;CUSTOMER_SERVICE
	Head of People;3;HR;Beate Kranz;1900
	General Counsel;4;LEGAL;Rasmus Holm;1400
`

const brackwell = `
Chief Executive Officer;5;GENERAL_MANAGEMENT;Margaret Ashby;2000
	Executive Assistant;1;GENERAL_MANAGEMENT;Paula Wirth;1500
	Chief Financial Officer;4;FINANCE;Samir Haddad;1450
		Head of Controlling;3;FINANCE;Annika Roos;1200
			Controller;2;FINANCE;Beatriz Nogueira;700
			Controller (2);1;FINANCE
		Head of Procurement;3;PROCUREMENT;;0
			Category Lead IT;2;PROCUREMENT;Gregor Haas;1350
				Senior Buyer;1;PROCUREMENT;Nadia Benali;640
				Buyer (4);1;PROCUREMENT
			Category Lead Logistics;2;PROCUREMENT;Ricardo Fuentes;900
				Buyer (2);1;PROCUREMENT
	Chief Information Officer;4;IT;Julia Moreau;1100
		Head of Applications;3;IT;Leo Brandt;980
			Product Owner ERP;2;IT;Zoe Carter;760
				Application Analyst (5);1;IT
			Integration Lead;2;IT;Mina Sato;430
		Head of IT Operations;3;IT;Viktor Stahl;2600
			Platform Lead;2;IT;Hugo Marchand;1500
				System Administrator (6);1;IT
			Service Delivery Manager;2;IT;Sven Aalto;820
		Chief Information Security Officer;3;IT;Farid Rahimi;560
	Chief Operating Officer;4;OPERATIONS;Johanna Berg;1700
		Head of Supply Chain;3;OPERATIONS;Matteo Ricci;1300
			Head of Demand Planning;3;OPERATIONS;Greta Olsson;38
				Demand Planner (5);1;OPERATIONS
			Warehouse Manager;2;OPERATIONS;Daniel Kessler;940
				Shift Lead (5);1;OPERATIONS
		Plant Director Ulm;3;OPERATIONS;Thomas Albrecht;2200
			Production Manager;2;OPERATIONS;Lena Fischer;880
				Line Lead (6);1;OPERATIONS
		Plant Director Cork;3;OPERATIONS;Patrick Byrne;1150
			Quality Manager;2;OPERATIONS;Aoife Nolan;650
	General Counsel;4;LEGAL;Dana Weiss;1250
	Head of Human Resources;3;HR;Ruth Adeyemi;1600
`

const dunmore = `
Chief Executive Officer;5;GENERAL_MANAGEMENT;Ewan McLeod;900
	Executive Assistant;1;GENERAL_MANAGEMENT;Isla Grant;880
	Finance Director;4;FINANCE;Fiona Baird;1300
		Procurement Manager;2;PROCUREMENT;Callum Reid;1050
			Buyer (2);1;PROCUREMENT
	Engineering Director;4;ENGINEERING;Oskar Lindqvist;1150
		Head of Signalling;3;ENGINEERING;Petra Nowak;940
			Signalling Engineer (5);1;ENGINEERING
		Head of Rolling Stock;3;ENGINEERING;?;0
	Operations Director;4;OPERATIONS;Moira Kerr;1700
		Head of Control Centre;3;OPERATIONS;Graham Tait;1400
			Controller (6);1;OPERATIONS
		Head of Stations;3;OPERATIONS;Shona Muir;700
	IT Manager;3;IT;Rory Sinclair;1250
		IT Specialist (4);1;IT
`

const helvar = `
Chief Executive Officer;5;GENERAL_MANAGEMENT;Kaisa Virtanen;1600
	Chief Financial Officer;4;FINANCE;Mikael Strand;800
		Procurement Lead;2;PROCUREMENT;Outi Laine;640
	Chief Digital Officer;4;IT;Elena Petrova;410
		Head of Data;3;IT;Jari Salo;520
			Data Engineer (4);1;IT
	Chief Operating Officer;4;OPERATIONS;Pekka Niemi;1900
		Director of Planning;3;OPERATIONS;Marta Keller;40
			Planner (4);1;OPERATIONS
		Head of Grid Operations;3;OPERATIONS;Sanna Koskela;1200
`

// firstNames and lastNames make the holders of numbered seats.
var firstNames = []string{
	"Alma", "Arne", "Bilal", "Clara", "Davit", "Elif", "Fabio", "Gesa", "Hugo", "Ines", "Jakub", "Karin", "Lamia",
	"Milan", "Nele", "Olga", "Pawel", "Rosa", "Stian", "Tilda", "Umar", "Vera", "Wim", "Xenia", "Yusuf", "Zora",
}

var lastNames = []string{
	"Abel", "Bakker", "Cermak", "Demir", "Ekberg", "Farkas", "Gallo", "Hoffer", "Ilic", "Juhl", "Kowal", "Larsen",
	"Meyer", "Nilsen", "Orlov", "Pinto", "Quist", "Rossi", "Sarpong", "Toth", "Ursin", "Vidal", "Winter", "Zeller",
}
